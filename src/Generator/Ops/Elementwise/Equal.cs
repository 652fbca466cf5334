using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = (a = b).</summary>
internal sealed record Equal : ComparisonOp
{
    public override string Name => "eq";

    public override string Doc => "y = (a = b), element by element.";

    protected override Intrinsic Intrinsic => Intrinsic.Equal;
}
