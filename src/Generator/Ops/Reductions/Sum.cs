using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>y = Σ x over the axes.</summary>
internal sealed record Sum : ReductionOp
{
    public override string Name => "sum";

    public override string Doc => "y = Σ x over the axes (all of them when none are named).";

    public override Combine Combine => Combine.Sum;

    public override OpSchema Schema => ReductionFunction.Schema("Sum", (axes, _) => this with { Axes = axes });

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        return [dy.Reshape(ReductionFunction.KeptShape(x.Shape, Axes)).BroadcastTo(x.Shape)];
    }

    public override Value? Fold(Value value) => Axes.Count == 0 ? value.Operands[0] : null;
}
