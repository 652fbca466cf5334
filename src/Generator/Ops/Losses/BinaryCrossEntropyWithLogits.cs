using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The cross-entropy of probabilities σ(x) with targets in [0, 1], from logits and without overflow.</summary>
internal sealed record BinaryCrossEntropyWithLogits : LossOp
{
    public override string Name => "binary_cross_entropy_with_logits";

    public override string Doc => "The mean of (1 − t)·x + (1 + (w − 1)·t)·ln(1 + e⁻ˣ), which is −w·t·ln σ(x) − (1 − t)·ln(1 − σ(x)), w the weight of positives.";

    public override OpSchema Schema => new("BinaryCrossEntropyWithLogits",
    [
        new OpParameter("x", ParameterKind.Tensor, "Logits, any shape."),
        new OpParameter("target", ParameterKind.Tensor, "Probabilities of the shape of x."),
        new OpParameter("positiveWeight", ParameterKind.Tensor, "The weight of positive targets; broadcasts with x.") { Default = "null" },
        ReductionParameter,
    ])
    {
        Build = call =>
        {
            var op = new BinaryCrossEntropyWithLogits { Reduction = ReductionOf(call) };
            var (x, target) = (call.Tensor("x"), call.Tensor("target"));
            return [call.OptionalTensor("positiveWeight") is { } weight ? call.Graph.Add(op, x, target, weight) : call.Graph.Add(op, x, target)];
        },
        Samples =
        [
            Sample(LossReduction.Mean, Shape.Of(3, 5), Shape.Of(3, 5)),
            Sample(LossReduction.Sum, Shape.Of(17), Shape.Of(17)),
            Sample(LossReduction.None, Shape.Of(2, 3), Shape.Of(2, 3)),
            Sample(LossReduction.Mean, Shape.Of(3, 5), Shape.Of(3, 5), Shape.Of(5)),
        ],
    };

    static OpSample Sample(LossReduction reduction, params Shape[] shapes) => new(
        new BinaryCrossEntropyWithLogits { Reduction = reduction },
        [.. shapes.Select(shape => new TensorType(DType.Float32, shape))],
        0.1,
        0.9);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (x, target) = (operands[0], operands[1]);
        if (x.Shape != target.Shape) throw new ShapeException($"shapes differ: {x.Shape} and target {target.Shape}.");
        var softplus = (-x).Softplus();
        if (operands.Count == 3) softplus *= 1 + (operands[2] - 1) * target;
        return Reduced((1 - target) * x + softplus);
    }
}
