using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = cos x, element by element.</summary>
internal sealed record Cos : UnaryOp
{
    public override string Name => "cos";

    public override string Doc => "y = cos x, element by element.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Cos, x);

    protected override Value Vjp(Value x, Value y, Value dy) => -(dy * x.Sin());
}
