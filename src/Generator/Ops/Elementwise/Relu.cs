using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = max(x, 0); the gradient at 0 is 0.</summary>
internal sealed record Relu : UnaryOp
{
    public override string Name => "relu";

    public override string Doc => "y = max(x, 0); the gradient at 0 is 0.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Maximum, x, 0);

    protected override Value Vjp(Value x, Value y, Value dy) => y.GreaterThan(0).Where(dy, 0);
}
