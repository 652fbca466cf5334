using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = (a &lt; b).</summary>
internal sealed record Less : ComparisonOp
{
    public override string Name => "lt";

    public override string Doc => "y = (a < b), element by element.";

    protected override Intrinsic Intrinsic => Intrinsic.Less;
}
