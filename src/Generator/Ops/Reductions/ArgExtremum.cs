using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>Where along an axis the extreme element stands: the first of equal ones; a NaN counts as more extreme than any number.</summary>
internal abstract record ArgExtremum : CompositeOp
{
    // Positions are compared as floats, which are exact up to here.
    const double BeyondAnyPosition = 1 << 24;

    public int Axis { get; init; }

    public override string AttributeText => $"{{axis={Axis}}}";

    /// <summary>The extreme element along the axes, which stay with extent one.</summary>
    protected abstract Value Extreme(Value x, EquatableArray<int> axes);

    public override OpSchema Schema => new(GetType().Name,
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape with at least one axis."),
        ReductionFunction.AxisParameter,
        ReductionFunction.KeepDimsParameter,
    ])
    {
        ResultType = "IntTensor",
        Build = call =>
        {
            var x = call.Tensor("x");
            var axis = ReductionFunction.Normalized(x.Rank, call.Int("axis", -1));
            return [ReductionFunction.Kept(x.Graph.Add(this with { Axis = axis }, x), x, [axis], call.Bool("keepDims"))];
        },
        Samples = [Sample(Shape.Of(3, 5), 1), Sample(Shape.Of(7, 5), 0), Sample(Shape.Of(2, 3, 4), 1), Sample(Shape.Of(37), 0)],
    };

    OpSample Sample(Shape shape, int axis) => new(this with { Axis = axis }, [new TensorType(DType.Float32, shape)]) { Differentiable = false };

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var x = operands[0];
        var reached = x.EqualTo(Extreme(x, [Axis])).Or(x.NotEqualTo(x));
        var position = x.Graph.Add(new Views.Iota { Shape = x.Shape, Axis = Axis }).ToFloat();
        return reached.Where(position, BeyondAnyPosition).Min([Axis]).ToInt();
    }

    public override bool HasGradient => true;

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [null];
}
