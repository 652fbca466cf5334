using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>ln x; −∞ at 0, NaN below. At most 0.73 ulp off.</summary>
    /// <remarks>x = 2ᵉ·m with √½ ≤ m &lt; √2, then the polynomial of Cephes' logf for ln m.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Log<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var (e, m) = TSimd.Split(x);
        var big = TSimd.Less(TSimd.Create(1.41421356f), m);
        e = TSimd.Select(big, e + TSimd.Create(1f), e);
        m = TSimd.Select(big, m * TSimd.Create(0.5f), m) - TSimd.Create(1f);
        var log = TSimd.MultiplyAdd(e, TSimd.Create(0.693359375f), LogTail(m, e));
        return LogSpecial(x, log);
    }

    /// <summary>ln(1 + m) + e·(ln 2 − 0.693359375).</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd LogTail<TSimd>(TSimd m, TSimd e)
        where TSimd : struct, ISimd<TSimd>
    {
        var p = TSimd.MultiplyAdd(TSimd.Create(7.0376836292e-2f), m, TSimd.Create(-1.1514610310e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(1.1676998740e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(-1.2420140846e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(1.4249322787e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(-1.6668057665e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(2.0000714765e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(-2.4999993993e-1f));
        p = TSimd.MultiplyAdd(p, m, TSimd.Create(3.3333331174e-1f));
        var square = m * m;
        var small = TSimd.MultiplyAdd(e, TSimd.Create(-2.12194440e-4f), p * m * square);
        return TSimd.MultiplyAdd(TSimd.Create(-0.5f), square, small) + m;
    }

    /// <summary>What no polynomial gives: 0, ∞, negative numbers and NaN.</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd LogSpecial<TSimd>(TSimd x, TSimd log)
        where TSimd : struct, ISimd<TSimd>
    {
        var infinity = TSimd.Create(float.PositiveInfinity);
        log = TSimd.Select(TSimd.Less(x, infinity), log, x);
        log = TSimd.Select(TSimd.Equal(x, TSimd.Zero), -infinity, log);
        return TSimd.Select(TSimd.Less(x, TSimd.Zero), TSimd.Create(float.NaN), log);
    }
}
