using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>Exponentials relative to their sum along an axis.</summary>
internal abstract record SoftmaxOp : CompositeOp
{
    public int Axis { get; init; }

    public override string AttributeText => $"{{axis={Axis}}}";

    public sealed override bool HasGradient => true;

    public override OpSchema Schema => new(GetType().Name, [new OpParameter("x", ParameterKind.Tensor, "Any shape with at least one axis."), ReductionFunction.AxisParameter])
    {
        Build = call => [call.Graph.Add(this with { Axis = ReductionFunction.Normalized(call.Tensor("x").Rank, call.Int("axis", -1)) }, call.Tensor("x"))],
        Samples = [Sample(Shape.Of(3, 5), 1), Sample(Shape.Of(7, 5), 0), Sample(Shape.Of(2, 3, 4), 1), Sample(Shape.Of(37), 0), Sample(Shape.Of(3, 1), 1)],
    };

    OpSample Sample(Shape shape, int axis) => new(this with { Axis = axis }, [new TensorType(DType.Float32, shape)], -4, 4);

    public sealed override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0];

    /// <summary>x minus its maximum: no exponential overflows.</summary>
    protected Value Shifted(Value x) => x - x.MaxKept([Axis]).StopGradient();
}
