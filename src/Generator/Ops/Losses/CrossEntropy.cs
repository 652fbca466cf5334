using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The negative log-likelihood of labels under the softmax of logits, optionally with smoothed labels (Szegedy et al. 2016).</summary>
internal sealed record CrossEntropy : LabelLoss
{
    /// <summary>How much of each label is spread evenly over all classes.</summary>
    public double Smoothing { get; init; }

    public override string Name => "cross_entropy";

    public override string Doc =>
        "The mean of −ln softmax(x)[label], classes on axis 1; with smoothing ε the label counts 1 − ε and every class ε / C (Szegedy et al. 2016); weighted by class, without ignored labels (PyTorch's cross_entropy).";

    public override string AttributeText => $"{{smoothing={Smoothing.Invariant()}, ignore={IgnoreIndex}, reduction={Reduction}}}";

    public override OpSchema Schema => new("CrossEntropy",
    [
        new OpParameter("x", ParameterKind.Tensor, "Logits: [N, C], [N, C, …] or [C]."),
        LabelParameter,
        WeightsParameter,
        new OpParameter("labelSmoothing", ParameterKind.Float, "How much of each label is spread evenly over all classes, in [0, 1].") { Default = "0f" },
        IgnoreIndexParameter,
        ReductionParameter,
    ])
    {
        Build = call => [Add(Configured(call), call)],
        Samples =
        [
            Sample(new CrossEntropy(), Shape.Of(4, 5), Shape.Of(4)),
            Sample(new CrossEntropy(), Shape.Of(5), Shape.Scalar),
            Sample(new CrossEntropy { IgnoreIndex = 1 }, Shape.Of(2, 3, 7), Shape.Of(2, 7)),
            Sample(new CrossEntropy { Smoothing = 0.1, Reduction = LossReduction.Sum }, Shape.Of(5, 17), Shape.Of(5)),
            Sample(new CrossEntropy { Smoothing = 0.2, IgnoreIndex = 2 }, Shape.Of(7, 3), Shape.Of(7), weighted: true),
            Sample(new CrossEntropy { Reduction = LossReduction.None }, Shape.Of(3, 4), Shape.Of(3), weighted: true),
        ],
    };

    static CrossEntropy Configured(CallArguments call)
    {
        var smoothing = call.Float("labelSmoothing", 0);
        if (smoothing is < 0 or > 1) throw new ShapeException($"the label smoothing must lie in [0, 1], but is {smoothing.Invariant()}.");
        return new CrossEntropy { Smoothing = smoothing, IgnoreIndex = call.Int("ignoreIndex", DefaultIgnoreIndex), Reduction = ReductionOf(call) };
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var logits = operands[0];
        if (logits.Rank == 0) throw new ShapeException("a scalar has no class axis.");
        var targets = new ClassTargets(logits.LogSoftmax(logits.Rank == 1 ? 0 : 1), operands[1], operands.Count == 3 ? operands[2] : null, IgnoreIndex);
        var scores = Smoothing == 0 ? targets.Picked() : targets.Picked() * (1 - Smoothing) + targets.Uniform() * Smoothing;
        return Reduced(scores, targets);
    }
}
