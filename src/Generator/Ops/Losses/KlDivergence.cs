using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The Kullback–Leibler divergence of the target from the prediction, which is given as logarithms.</summary>
internal sealed record KlDivergence : PairLoss
{
    public override string Name => "kl_divergence";

    public override string Doc =>
        "Σ target·(ln target − x) divided by the extent of axis 0, x the logarithms of the predicted probabilities (PyTorch's kl_div with reduction batchmean).";

    protected override string OperandDoc => "Logarithms of probabilities, e.g. from LogSoftmax: [N, …].";

    protected override (double Low, double High) Domain => (0.1, 2);

    // 0·ln 0 = 0: a target of zero asks for nothing.
    protected override Value Losses(Value x, Value target)
    {
        var positive = target.GreaterThan(0);
        return positive.Where(target * (positive.Where(target, 1).Log() - x), 0);
    }

    // The mean is that of the samples: dividing by the number of elements would not be the divergence.
    protected override Value Reduced(Value losses) =>
        Reduction == LossReduction.Mean && losses.Rank > 0 ? losses.Sum(AllAxes(losses)).DividedBy(losses.Shape[0]) : base.Reduced(losses);
}
