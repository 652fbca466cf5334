using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = (x − x̄) / √(σ² + ε) over the last axes (Ba et al. 2016).</summary>
internal sealed record LayerNorm : CompositeOp
{
    /// <summary>How many of the last axes are normalized together.</summary>
    public int Axes { get; init; } = 1;

    public double Epsilon { get; init; } = 1e-5;

    public override string Name => "layer_norm";

    public override string Doc => "y = (x − x̄) / √(σ² + ε) · weight + bias over the last axes (Ba et al. 2016).";

    public override string AttributeText => $"{{axes={Axes}, eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new("LayerNorm",
    [
        new OpParameter("x", ParameterKind.Tensor, "[…, D]"),
        NormParameters.Weight,
        NormParameters.Bias,
        new OpParameter("lastAxes", ParameterKind.Int, "How many of the last axes are normalized together.") { Default = "1" },
        NormParameters.Epsilon,
    ])
    {
        Build = call =>
        {
            var op = new LayerNorm { Axes = call.Int("lastAxes", Axes), Epsilon = call.Float("eps", Epsilon) };
            return [NormParameters.Affine(call.Graph.Add(op, call.Tensor("x")), call)];
        },
        Samples = [Sample(Shape.Of(3, 5), 1), Sample(Shape.Of(2, 3, 17), 1), Sample(Shape.Of(2, 3, 4), 2)],
    };

    static OpSample Sample(Shape shape, int axes) => new(new LayerNorm { Axes = axes }, [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Axes >= 1 && Axes <= operands[0].Shape.Rank
        ? operands[0]
        : throw new ShapeException($"{operands[0].Shape} has no {Axes} last axes.");

    public override Value Decompose(IReadOnlyList<Value> operands) =>
        operands[0].Standardize(Enumerable.Range(operands[0].Rank - Axes, Axes).ToEquatableArray(), Epsilon);
}
