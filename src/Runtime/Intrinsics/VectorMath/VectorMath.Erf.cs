using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>The error function 2/√π · ∫₀ˣ e^−t² dt. At most 0.90 ulp off.</summary>
    /// <remarks>A polynomial in x² times x for |x| ≤ 0.9277; elsewhere 1 − e^p(|x|). Minimax coefficients by N. Juffa.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Erf<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var size = TSimd.Abs(x);
        return TSimd.Select(TSimd.LessOrEqual(size, TSimd.Create(0.927734375f)), ErfSmall(x), CopySign(ErfLarge(size), x));
    }

    [MethodImpl(AggressiveInlining)]
    static TSimd ErfSmall<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var square = x * x;
        var p = TSimd.MultiplyAdd(TSimd.Create(-5.96761703e-4f), square, TSimd.Create(4.99119423e-3f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(-2.67681349e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(1.12819925e-1f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(-3.76125336e-1f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(1.28379166e-1f));
        return TSimd.MultiplyAdd(p, x, x);
    }

    [MethodImpl(AggressiveInlining)]
    static TSimd ErfLarge<TSimd>(TSimd size)
        where TSimd : struct, ISimd<TSimd>
    {
        // From 4 on the result is 1, and the polynomial's powers would overflow.
        size = TSimd.AtMost(TSimd.Create(4f), size);
        var square = size * size;
        var high = TSimd.MultiplyAdd(TSimd.Create(-1.72853470e-5f), size, TSimd.Create(3.83197126e-4f));
        var low = TSimd.MultiplyAdd(TSimd.Create(-3.88396438e-3f), size, TSimd.Create(2.42546219e-2f));
        var p = TSimd.MultiplyAdd(high, square, low);
        p = TSimd.MultiplyAdd(p, size, TSimd.Create(-1.06777877e-1f));
        p = TSimd.MultiplyAdd(p, size, TSimd.Create(-6.34846687e-1f));
        p = TSimd.MultiplyAdd(p, size, TSimd.Create(-1.28717512e-1f));
        return TSimd.Create(1f) - Exp(TSimd.MultiplyAdd(p, size, -size));
    }
}
