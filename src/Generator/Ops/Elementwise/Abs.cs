using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = |x|; the gradient at 0 is 0.</summary>
internal sealed record Abs : UnaryOp
{
    public override string Name => "abs";

    public override string Doc => "y = |x|; the gradient at 0 is 0.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Abs, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * x.Sign();
}
