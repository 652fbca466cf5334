using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = (a ≤ b).</summary>
internal sealed record LessOrEqual : ComparisonOp
{
    public override string Name => "le";

    public override string Doc => "y = (a ≤ b), element by element.";

    protected override Intrinsic Intrinsic => Intrinsic.LessOrEqual;
}
