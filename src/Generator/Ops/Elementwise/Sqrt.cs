using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = √x, element by element.</summary>
internal sealed record Sqrt : UnaryOp
{
    public override string Name => "sqrt";

    public override string Doc => "y = √x, element by element.";

    protected override (double Low, double High) Domain => (0.1, 4);

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Sqrt, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy / (2 * y);
}
