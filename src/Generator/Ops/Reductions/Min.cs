using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>y = the smallest x over the axes.</summary>
internal sealed record Min : ReductionOp
{
    public override string Name => "min";

    public override string Doc => "y = the smallest x over the axes (all of them when none are named); ties share the gradient evenly, as in PyTorch's amin.";

    public override Combine Combine => Combine.Minimum;

    public override OpSchema Schema => ReductionFunction.Schema("Min", (axes, _) => this with { Axes = axes });

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        var kept = ReductionFunction.KeptShape(x.Shape, Axes);
        var reached = x.EqualTo(result.Reshape(kept));
        return [reached.Where(dy.Reshape(kept) / reached.ToFloat().SumKept(Axes), 0)];
    }

    public override Value? Fold(Value value) => Axes.Count == 0 ? value.Operands[0] : null;
}
