using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = λx for x &gt; 0, λα(eˣ − 1) otherwise, with the constants of the source (Klambauer et al. 2017).</summary>
internal sealed record Selu : UnaryOp
{
    const double Lambda = 1.0507009873554804934193349852946;
    const double Alpha = 1.6732632423543772848170429916717;

    public override string Name => "selu";

    public override string Doc => "y = λx for x > 0, λα(eˣ − 1) otherwise; λ ≈ 1.0507, α ≈ 1.6733 (Klambauer et al. 2017).";

    protected override Expr Scalar(Expr x) =>
        Expr.Select(Expr.Call(Intrinsic.Greater, x, 0), x * Lambda, Expr.Call(Intrinsic.ExpMinusOne, x) * (Lambda * Alpha));

    // λαeˣ = y + λα where x ≤ 0.
    protected override Value Vjp(Value x, Value y, Value dy) => x.GreaterThan(0).Where(dy * Lambda, dy * (y + Lambda * Alpha));
}
