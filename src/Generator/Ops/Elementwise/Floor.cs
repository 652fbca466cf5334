using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = ⌊x⌋; no gradient flows.</summary>
internal sealed record Floor : UnaryOp
{
    public override string Name => "floor";

    public override string Doc => "y = ⌊x⌋; no gradient flows.";

    protected override bool Differentiable => false;

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Floor, x);

    protected override Value? Vjp(Value x, Value y, Value dy) => null;
}
