using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = −x.</summary>
internal sealed record Negate : UnaryOp
{
    public override string Name => "neg";

    public override string Doc => "y = −x.";

    protected override string? Function => null;

    protected override Expr Scalar(Expr x) => -x;

    protected override Value Vjp(Value x, Value y, Value dy) => -dy;

    public override Value? Fold(Value value) => value.Operands[0] is { Op: Negate } inner ? inner.Operands[0] : null;
}
