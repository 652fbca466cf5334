using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>The sine of x radians. Beyond |x| = 10⁵ lane by lane. At most 1.43 ulp off.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Sin<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var quadrant = TSimd.Round(x * TSimd.Create(TwoOverPi));
        var result = Quarter(ReduceByHalfPi(x, quadrant), quadrant);
        var far = ~TSimd.LessOrEqual(TSimd.Abs(x), TSimd.Create(LargestReduced));
        result = TSimd.Select(TSimd.Equal(x, TSimd.Zero), x, result);
        return TSimd.Any(far) ? SinFar(x, result, far) : result;
    }

    [MethodImpl(NoInlining)]
    static unsafe TSimd SinFar<TSimd>(TSimd x, TSimd near, TSimd far)
        where TSimd : struct, ISimd<TSimd>
    {
        var lanes = stackalloc float[TSimd.Count];
        TSimd.Store(x, ref *lanes, 0);
        for (var i = 0; i < TSimd.Count; i++) lanes[i] = MathF.Sin(lanes[i]);
        return TSimd.Select(far, TSimd.Load(in *lanes, 0), near);
    }

    const float TwoOverPi = 0.636619772f;

    /// <summary>Up to here three parts of π/2 are enough.</summary>
    const float LargestReduced = 1e5f;

    /// <summary>x − n·π/2 (Cody and Waite), with π/2 in three parts; multiply-add keeps the products exact.</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd ReduceByHalfPi<TSimd>(TSimd x, TSimd n)
        where TSimd : struct, ISimd<TSimd>
    {
        var r = TSimd.MultiplyAdd(n, TSimd.Create(-1.57079637f), x);
        r = TSimd.MultiplyAdd(n, TSimd.Create(4.37113883e-8f), r);
        return TSimd.MultiplyAdd(n, TSimd.Create(1.71512489e-15f), r);
    }

    /// <summary>sin(r + quadrant·π/2) for |r| ≤ π/4: the sine or the cosine of r, with a sign. Polynomials of Cephes' sinf and cosf.</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd Quarter<TSimd>(TSimd r, TSimd quadrant)
        where TSimd : struct, ISimd<TSimd>
    {
        var square = r * r;
        var sin = TSimd.MultiplyAdd(TSimd.Create(-1.9515295891e-4f), square, TSimd.Create(8.3321608736e-3f));
        sin = TSimd.MultiplyAdd(sin, square, TSimd.Create(-1.6666654611e-1f));
        sin = TSimd.MultiplyAdd(sin * square, r, r);
        var cos = TSimd.MultiplyAdd(TSimd.Create(2.443315711809948e-5f), square, TSimd.Create(-1.388731625493765e-3f));
        cos = TSimd.MultiplyAdd(cos, square, TSimd.Create(4.166664568298827e-2f));
        cos = TSimd.MultiplyAdd(cos, square, TSimd.Create(-0.5f));
        cos = TSimd.MultiplyAdd(cos, square, TSimd.Create(1f));
        var halves = TSimd.Floor(quadrant * TSimd.Create(0.5f));
        var odd = TSimd.NotEqual(halves + halves, quadrant);
        var half = halves * TSimd.Create(0.5f);
        var negative = TSimd.NotEqual(TSimd.Floor(half), half);
        return TSimd.Select(odd, cos, sin) ^ (negative & TSimd.Create(-0f));
    }
}
