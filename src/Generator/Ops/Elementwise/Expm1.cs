using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = eˣ − 1, accurate near 0.</summary>
internal sealed record Expm1 : UnaryOp
{
    public override string Name => "expm1";

    public override string Doc => "y = eˣ − 1, accurate near 0.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.ExpMinusOne, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (y + 1);
}
