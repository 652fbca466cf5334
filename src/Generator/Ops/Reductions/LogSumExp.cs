using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>y = ln Σ eˣ over the axes, without overflow.</summary>
internal sealed record LogSumExp : CompositeReduction
{
    public override string Name => "log_sum_exp";

    public override string Doc => "y = m + ln Σ e^(x − m) over the axes (all of them when none are named), m their maximum.";

    public override OpSchema Schema => ReductionFunction.Schema("LogSumExp", (axes, _) => this with { Axes = axes });

    // ∞ − ∞ would be NaN: an infinite maximum is not subtracted.
    protected override Value Reduce(Value x)
    {
        var max = x.MaxKept(Axes).StopGradient();
        max = max.Abs().LessOrEqualTo(float.MaxValue).Where(max, 0);
        var sum = (x - max).Exp().Sum(Axes);
        return sum.Log() + max.Reshape(sum.Shape);
    }

    public override bool HasGradient => true;

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        var kept = ReductionFunction.KeptShape(x.Shape, Axes);
        return [dy.Reshape(kept) * (x - result.Reshape(kept)).Exp()];
    }
}
