using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = 1/√x, element by element.</summary>
internal sealed record Rsqrt : UnaryOp
{
    public override string Name => "rsqrt";

    public override string Doc => "y = 1/√x, element by element.";

    protected override (double Low, double High) Domain => (0.1, 4);

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.ReciprocalSqrt, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (y * y * y) * -0.5;
}
