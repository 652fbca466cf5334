using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x · tanh(ln(1 + eˣ)) (Misra 2019).</summary>
internal sealed record Mish : UnaryOp
{
    public override string Name => "mish";

    public override string Doc => "y = x · tanh(ln(1 + eˣ)) (Misra 2019).";

    protected override Expr Scalar(Expr x) => x * Expr.Call(Intrinsic.Tanh, ScalarMath.Softplus(x));

    protected override Value Vjp(Value x, Value y, Value dy)
    {
        var tanh = x.Softplus().Tanh();
        return dy * (tanh + x * x.Sigmoid() * (1 - tanh * tanh));
    }
}
