using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = −1, 0 or 1, the sign of x; no gradient flows.</summary>
internal sealed record Sign : UnaryOp
{
    public override string Name => "sign";

    public override string Doc => "y = −1, 0 or 1, the sign of x; no gradient flows.";

    protected override bool Differentiable => false;

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Sign, x);

    protected override Value? Vjp(Value x, Value y, Value dy) => null;
}
