using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Losses;

/// <summary>−x[label] for logarithms of probabilities x.</summary>
internal sealed record NegativeLogLikelihood : LabelLoss
{
    public override string Name => "negative_log_likelihood";

    public override string Doc => "The mean of −x[label], x the logarithms of class probabilities on axis 1; weighted by class, without ignored labels (PyTorch's nll_loss).";

    public override string AttributeText => $"{{ignore={IgnoreIndex}, reduction={Reduction}}}";

    public override OpSchema Schema => new("NegativeLogLikelihood",
    [
        new OpParameter("x", ParameterKind.Tensor, "Logarithms of probabilities: [N, C], [N, C, …] or [C]."),
        LabelParameter,
        WeightsParameter,
        IgnoreIndexParameter,
        ReductionParameter,
    ])
    {
        Build = call => [Add(new NegativeLogLikelihood { IgnoreIndex = call.Int("ignoreIndex", IgnoreIndex), Reduction = ReductionOf(call) }, call)],
        Samples =
        [
            Sample(new NegativeLogLikelihood(), Shape.Of(4, 5), Shape.Of(4)),
            Sample(new NegativeLogLikelihood { IgnoreIndex = 1, Reduction = LossReduction.Sum }, Shape.Of(2, 3, 7), Shape.Of(2, 7)),
            Sample(new NegativeLogLikelihood { Reduction = LossReduction.None }, Shape.Of(7, 3), Shape.Of(7), weighted: true),
        ],
    };

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var targets = new ClassTargets(operands[0], operands[1], operands.Count == 3 ? operands[2] : null, IgnoreIndex);
        return Reduced(targets.Picked(), targets);
    }
}
