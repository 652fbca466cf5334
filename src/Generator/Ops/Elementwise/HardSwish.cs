using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).</summary>
internal sealed record HardSwish : UnaryOp
{
    public override string Name => "hard_swish";

    public override string Doc => "y = x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019).";

    protected override (double Low, double High) Domain => (-5, 5);

    protected override Expr Scalar(Expr x) => x * Expr.Call(Intrinsic.Minimum, Expr.Call(Intrinsic.Maximum, x + 3, 0), 6) * (1.0 / 6);

    protected override Value Vjp(Value x, Value y, Value dy) => x.LessThan(-3).Where(0, x.LessThan(3).Where(dy * (x * (1.0 / 3) + 0.5), dy));
}
