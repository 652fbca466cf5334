using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>y = Σ (x − x̄)² / (n − correction) over the axes.</summary>
internal sealed record Variance : CompositeReduction
{
    /// <summary>1: the unbiased estimate (Bessel); 0: the mean square deviation.</summary>
    public int Correction { get; init; } = 1;

    public override string Name => "variance";

    public override string Doc => "y = Σ (x − x̄)² / (n − correction) over the axes (all of them when none are named).";

    public override string AttributeText => $"{{axes={Axes}, correction={Correction}}}";

    public override OpSchema Schema => ReductionFunction.Schema(
        "Variance",
        (axes, call) => this with { Axes = axes, Correction = call?.Int("correction", Correction) ?? Correction },
        [new OpParameter("correction", ParameterKind.Int, "1: the unbiased estimate; 0: the mean of the squared deviations.") { Default = "1" }]);

    protected override Value Reduce(Value x) => (x - x.MeanKept(Axes)).Square().Sum(Axes).DividedBy(x.Count(Axes) - Correction);

    public override bool HasGradient => true;

    // The mean's own slope sums to zero: only the deviation is left.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        var scale = (2 * dy).DividedBy(x.Count(Axes) - Correction).Reshape(ReductionFunction.KeptShape(x.Shape, Axes));
        return [scale * (x - x.MeanKept(Axes))];
    }
}
