using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = tanh x, element by element.</summary>
internal sealed record Tanh : UnaryOp
{
    public override string Name => "tanh";

    public override string Doc => "y = tanh x, element by element.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Tanh, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (1 - y * y);
}
