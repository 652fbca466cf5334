using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = (x − x̄) / √(σ² + ε) over each sample's channel (Ulyanov et al. 2016).</summary>
internal sealed record InstanceNorm : CompositeOp
{
    public double Epsilon { get; init; } = 1e-5;

    public override string Name => "instance_norm";

    public override string Doc => "y = (x − x̄) / √(σ² + ε) · weight + bias over each channel of each sample (Ulyanov et al. 2016).";

    public override string AttributeText => $"{{eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new("InstanceNorm",
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, C, …], at least one axis after C."),
        NormParameters.Weight,
        NormParameters.Bias,
        NormParameters.Epsilon,
    ])
    {
        Build = call =>
        {
            var op = new InstanceNorm { Epsilon = call.Float("eps", Epsilon) };
            return [NormParameters.ChannelAffine(call.Graph.Add(op, call.Tensor("x")), call)];
        },
        Samples = [Sample(Shape.Of(2, 3, 7)), Sample(Shape.Of(2, 3, 4, 5))],
    };

    static OpSample Sample(Shape shape) => new(new InstanceNorm(), [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) =>
        operands[0].Shape.Rank >= 3 ? operands[0] : throw new ShapeException($"{operands[0].Shape} has no axis after the channels.");

    public override Value Decompose(IReadOnlyList<Value> operands) =>
        operands[0].Standardize(Enumerable.Range(2, operands[0].Rank - 2).ToEquatableArray(), Epsilon);
}
