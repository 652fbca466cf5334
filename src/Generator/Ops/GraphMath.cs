using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Normalization;
using Sinter.Generator.Ops.Reductions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops;

/// <summary>Mathematics on values: <c>dy * y</c> appends a multiply to the graph. The one place where ops know each other.</summary>
internal static class GraphMath
{
    extension(Value)
    {
        public static Value operator +(Value a, Value b) => a.Graph.Add(new Add(), a, b);

        public static Value operator -(Value a, Value b) => a.Graph.Add(new Subtract(), a, b);

        public static Value operator *(Value a, Value b) => a.Graph.Add(new Multiply(), a, b);

        public static Value operator /(Value a, Value b) => a.Graph.Add(new Divide(), a, b);

        public static Value operator -(Value a) => a.Graph.Add(new Negate(), a);

        public static Value operator +(Value a, double b) => a + a.Constant(b);

        public static Value operator -(Value a, double b) => a - a.Constant(b);

        public static Value operator *(Value a, double b) => a * a.Constant(b);

        public static Value operator /(Value a, double b) => a / a.Constant(b);

        public static Value operator +(double a, Value b) => b.Constant(a) + b;

        public static Value operator -(double a, Value b) => b.Constant(a) - b;

        public static Value operator *(double a, Value b) => b.Constant(a) * b;

        public static Value operator /(double a, Value b) => b.Constant(a) / b;
    }

    extension(Value x)
    {
        /// <summary>A scalar of x's element type in x's graph.</summary>
        public Value Constant(double number) => x.Graph.Add(new Constant(number, x.DType));

        /// <summary>The number that every element of x is, when that is known while compiling.</summary>
        public double? Number => x.Op switch
        {
            Constant constant => constant.Number,
            Views.Broadcast or Views.Reshape => x.Operands[0].Number,
            _ => null,
        };

        public Value BroadcastTo(Shape shape) => x.Shape == shape ? x : x.Graph.Add(new Broadcast { Shape = shape }, x);

        public Value Reshape(Shape shape) => x.Shape == shape ? x : x.Graph.Add(new Reshape { Shape = shape }, x);

        public Value Transpose(params EquatableArray<int> permutation) => x.Graph.Add(new Transpose { Permutation = permutation }, x);

        /// <summary>The last two axes exchanged: the transpose of a matrix, or of each matrix of a batch.</summary>
        public Value SwapLastAxes() => x.Transpose([.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2]);

        /// <summary>The matrix product, with PyTorch's rules for vectors and batches.</summary>
        public Value MatMul(Value other) => Contractions.MatMul.Apply(x, other);

        /// <summary>A range of one axis, all of the others.</summary>
        public Value Slice(int axis, SliceRange range) =>
            x.Graph.Add(new Slice { Ranges = [.. x.Shape.Dims.Select((extent, other) => other == axis ? range : SliceRange.All(extent))] }, x);

        public Value Flip(EquatableArray<int> axes) => axes.Count == 0 ? x : x.Graph.Add(new Flip { Axes = axes }, x);

        public Value Dilate(EquatableArray<int> factors) => factors.All(factor => factor == 1) ? x : x.Graph.Add(new Dilate { Factors = factors }, x);

        public Value Pad(EquatableArray<Dim> before, EquatableArray<Dim> after, double filling = 0) =>
            before.Concat(after).All(width => width == Dim.Zero) ? x : x.Graph.Add(new Pad { Before = before, After = after, Filling = filling }, x);

        public Value Unsqueeze(int axis) => x.Graph.Add(new Unsqueeze { Axis = axis }, x);

        /// <summary>The windows of an image [N, H, W, C] as [N, OH, OW, R, S, C].</summary>
        public Value Window(WindowGeometry geometry) => x.Graph.Add(new Window { Geometry = geometry }, x);

        public Value Sum(EquatableArray<int> axes) => axes.Count == 0 ? x : x.Graph.Add(new Sum { Axes = axes }, x);

        /// <summary>Σ over the axes, which stay with extent one.</summary>
        public Value SumKept(EquatableArray<int> axes) => x.Sum(axes).Reshape(ReductionFunction.KeptShape(x.Shape, axes));

        public Value Mean(EquatableArray<int> axes) => x.Graph.Add(new Mean { Axes = axes }, x);

        public Value MeanKept(EquatableArray<int> axes) => x.Mean(axes).Reshape(ReductionFunction.KeptShape(x.Shape, axes));

        public Value Max(EquatableArray<int> axes) => x.Graph.Add(new Max { Axes = axes }, x);

        public Value MaxKept(EquatableArray<int> axes) => x.Max(axes).Reshape(ReductionFunction.KeptShape(x.Shape, axes));

        public Value Min(EquatableArray<int> axes) => x.Graph.Add(new Min { Axes = axes }, x);

        public Value MinKept(EquatableArray<int> axes) => x.Min(axes).Reshape(ReductionFunction.KeptShape(x.Shape, axes));

        public Value Variance(EquatableArray<int> axes, int correction) => x.Graph.Add(new Variance { Axes = axes, Correction = correction }, x);

        /// <summary>The number of elements along the axes.</summary>
        public Dim Count(EquatableArray<int> axes) => axes.Aggregate(Dim.One, (count, axis) => count * x.Shape[axis]);

        /// <summary>x / count: a product with a constant where the count is one.</summary>
        public Value DividedBy(Dim count) => count.Constant is { } number ? x * (1.0 / number) : x / x.Graph.Add(new Extent { Dim = count });

        /// <summary>x · count.</summary>
        public Value Times(Dim count) => x * (count.Constant is { } number ? x.Constant(number) : x.Graph.Add(new Extent { Dim = count }));

        public Value Softmax(int axis) => x.Graph.Add(new Softmax { Axis = axis }, x);

        public Value LogSoftmax(int axis) => x.Graph.Add(new LogSoftmax { Axis = axis }, x);

        public Value Standardize(EquatableArray<int> axes, double epsilon) => x.Graph.Add(new Standardize { Axes = axes, Epsilon = epsilon }, x);

        public Value BatchStandardize(Value weight, Value bias, double epsilon) => x.Graph.Add(new BatchStandardize { Epsilon = epsilon }, x, weight, bias);

        public Value BatchNorm(Value mean, Value variance, Value weight, Value bias, double epsilon) =>
            x.Graph.Add(new BatchNorm { Epsilon = epsilon }, x, mean, variance, weight, bias);

        public Value Exp() => x.Graph.Add(new Exp(), x);

        public Value Log() => x.Graph.Add(new Log(), x);

        public Value Log1p() => x.Graph.Add(new Log1p(), x);

        public Value Expm1() => x.Graph.Add(new Expm1(), x);

        public Value Sqrt() => x.Graph.Add(new Sqrt(), x);

        public Value Rsqrt() => x.Graph.Add(new Rsqrt(), x);

        public Value Abs() => x.Graph.Add(new Abs(), x);

        public Value Sign() => x.Graph.Add(new Sign(), x);

        public Value Floor() => x.Graph.Add(new Floor(), x);

        public Value Sin() => x.Graph.Add(new Sin(), x);

        public Value Cos() => x.Graph.Add(new Cos(), x);

        public Value Erf() => x.Graph.Add(new Erf(), x);

        public Value Square() => x.Graph.Add(new Square(), x);

        public Value Reciprocal() => x.Graph.Add(new Reciprocal(), x);

        public Value Sigmoid() => x.Graph.Add(new Sigmoid(), x);

        public Value Tanh() => x.Graph.Add(new Tanh(), x);

        public Value Relu() => x.Graph.Add(new Relu(), x);

        public Value Silu() => x.Graph.Add(new Silu(), x);

        public Value Mish() => x.Graph.Add(new Mish(), x);

        public Value Softplus() => x.Graph.Add(new Softplus(), x);

        public Value ToFloat() => x.Graph.Add(new ToFloat(), x);

        public Value ToInt() => x.Graph.Add(new ToInt(), x);

        public Value Not() => x.Graph.Add(new Not(), x);

        public Value StopGradient() => x.Graph.Add(new StopGradient(), x);

        public Value Clamp(double low, double high) => x.Graph.Add(new Clamp { Low = low, High = high }, x);

        public Value Pow(Value exponent) => x.Graph.Add(new Pow(), x, exponent);

        public Value Pow(double exponent) => x.Pow(x.Constant(exponent));

        public Value Maximum(Value other) => x.Graph.Add(new Maximum(), x, other);

        public Value Maximum(double other) => x.Maximum(x.Constant(other));

        public Value Minimum(Value other) => x.Graph.Add(new Minimum(), x, other);

        public Value Minimum(double other) => x.Minimum(x.Constant(other));

        public Value EqualTo(Value other) => x.Graph.Add(new Equal(), x, other);

        public Value EqualTo(double other) => x.EqualTo(x.Constant(other));

        public Value NotEqualTo(Value other) => x.Graph.Add(new NotEqual(), x, other);

        public Value NotEqualTo(double other) => x.NotEqualTo(x.Constant(other));

        public Value LessThan(Value other) => x.Graph.Add(new Less(), x, other);

        public Value LessThan(double other) => x.LessThan(x.Constant(other));

        public Value LessOrEqualTo(Value other) => x.Graph.Add(new LessOrEqual(), x, other);

        public Value LessOrEqualTo(double other) => x.LessOrEqualTo(x.Constant(other));

        public Value GreaterThan(Value other) => x.Graph.Add(new Greater(), x, other);

        public Value GreaterThan(double other) => x.GreaterThan(x.Constant(other));

        public Value GreaterOrEqualTo(Value other) => x.Graph.Add(new GreaterOrEqual(), x, other);

        public Value GreaterOrEqualTo(double other) => x.GreaterOrEqualTo(x.Constant(other));

        public Value And(Value other) => x.Graph.Add(new And(), x, other);

        public Value Or(Value other) => x.Graph.Add(new Or(), x, other);

        /// <summary>x ? a : b.</summary>
        public Value Where(Value a, Value b) => x.Graph.Add(new Where(), x, a, b);

        public Value Where(Value a, double b) => x.Where(a, a.Constant(b));

        public Value Where(double a, Value b) => x.Where(b.Constant(a), b);
    }
}
