using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = 1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid : UnaryOp
{
    public override string Name => "sigmoid";

    public override string Doc => "y = 1 / (1 + e⁻ˣ).";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Sigmoid, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (y * (1 - y));
}
