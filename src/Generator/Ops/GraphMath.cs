using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Elementwise;
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

        public Value BroadcastTo(Shape shape) => x.Shape == shape ? x : x.Graph.Add(new Broadcast { Shape = shape }, x);

        public Value Reshape(Shape shape) => x.Shape == shape ? x : x.Graph.Add(new Reshape { Shape = shape }, x);

        public Value Transpose(params EquatableArray<int> permutation) => x.Graph.Add(new Transpose { Permutation = permutation }, x);

        public Value Sum(EquatableArray<int> axes) => axes.Count == 0 ? x : x.Graph.Add(new Sum { Axes = axes }, x);

        /// <summary>Σ over the axes, which stay with extent one.</summary>
        public Value SumKept(EquatableArray<int> axes) => x.Sum(axes).Reshape(ReductionFunction.KeptShape(x.Shape, axes));

        public Value Exp() => x.Graph.Add(new Exp(), x);
    }
}
