using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = ln(1 + x), accurate near 0.</summary>
internal sealed record Log1p : UnaryOp
{
    public override string Name => "log1p";

    public override string Doc => "y = ln(1 + x), accurate near 0.";

    protected override (double Low, double High) Domain => (-0.8, 4);

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.LogOnePlus, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy / (1 + x);
}
