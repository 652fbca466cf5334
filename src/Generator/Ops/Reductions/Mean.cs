using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>y = Σ x / n over the axes.</summary>
internal sealed record Mean : CompositeReduction
{
    public override string Name => "mean";

    public override string Doc => "y = Σ x / n over the axes (all of them when none are named).";

    public override OpSchema Schema => ReductionFunction.Schema("Mean", (axes, _) => this with { Axes = axes });

    protected override Value Reduce(Value x) => x.Sum(Axes).DividedBy(x.Count(Axes));

    public override bool HasGradient => true;

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        return [dy.DividedBy(x.Count(Axes)).Reshape(ReductionFunction.KeptShape(x.Shape, Axes)).BroadcastTo(x.Shape)];
    }
}
