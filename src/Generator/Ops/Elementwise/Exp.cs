using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = eˣ, element by element.</summary>
internal sealed record Exp : UnaryOp
{
    public override string Name => "exp";

    public override string Doc => "y = eˣ, element by element.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Exp, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * y;
}
