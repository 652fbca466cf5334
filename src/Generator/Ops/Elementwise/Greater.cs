using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = (a &gt; b).</summary>
internal sealed record Greater : ComparisonOp
{
    public override string Name => "gt";

    public override string Doc => "y = (a > b), element by element.";

    protected override Intrinsic Intrinsic => Intrinsic.Greater;
}
