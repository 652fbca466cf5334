using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>Scalar formulas that several ops share.</summary>
internal static class ScalarMath
{
    /// <summary>ln(1 + eˣ) = max(x, 0) + ln(1 + e^−|x|): no overflow, and accurate for large negative x.</summary>
    public static Expr Softplus(Expr x) =>
        Expr.Call(Intrinsic.Maximum, x, 0) + Expr.Call(Intrinsic.LogOnePlus, Expr.Call(Intrinsic.Exp, -Expr.Call(Intrinsic.Abs, x)));
}
