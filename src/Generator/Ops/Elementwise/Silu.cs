using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x·σ(x), also called swish (Elfwing et al. 2018).</summary>
internal sealed record Silu : UnaryOp
{
    public override string Name => "silu";

    public override string Doc => "y = x·σ(x), also called swish (Elfwing et al. 2018).";

    protected override Expr Scalar(Expr x) => x * Expr.Call(Intrinsic.Sigmoid, x);

    protected override Value Vjp(Value x, Value y, Value dy)
    {
        var sigmoid = x.Sigmoid();
        return dy * (sigmoid + y * (1 - sigmoid));
    }
}
