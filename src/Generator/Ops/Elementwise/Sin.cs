using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = sin x, element by element.</summary>
internal sealed record Sin : UnaryOp
{
    public override string Name => "sin";

    public override string Doc => "y = sin x, element by element.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Sin, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * x.Cos();
}
