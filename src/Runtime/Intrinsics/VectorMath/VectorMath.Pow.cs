using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>xʸ, with the special values of C's <c>powf</c>. At most 0.77 ulp off.</summary>
    /// <remarks>
    /// e^(y·ln|x|), the logarithm and the product in two floats each (after SLEEF's powf_u10), and the sign of an odd power. Vectors that hold zeros, infinities, NaN,
    /// denormals, or a y beyond 2²² take the lane-by-lane way.
    /// </remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Pow<TSimd>(TSimd x, TSimd y)
        where TSimd : struct, ISimd<TSimd>
    {
        var size = TSimd.Abs(x);
        var plain = TSimd.LessOrEqual(TSimd.Create(1.17549435e-38f), size) & TSimd.LessOrEqual(size, TSimd.Create(float.MaxValue))
            & TSimd.LessOrEqual(TSimd.Abs(y), TSimd.Create(4194304f));
        if (TSimd.Any(~plain)) return PowByLane(x, y);
        var power = ExpPrecise(LogPrecise(size), y);
        var half = y * TSimd.Create(0.5f);
        var odd = TSimd.NotEqual(TSimd.Floor(half), half);
        var signed = power ^ (odd & x & TSimd.Create(-0f));
        var real = TSimd.Less(TSimd.Zero, x) | TSimd.Equal(TSimd.Floor(y), y);
        return TSimd.Select(real, signed, TSimd.Create(float.NaN));
    }

    [MethodImpl(NoInlining)]
    static unsafe TSimd PowByLane<TSimd>(TSimd x, TSimd y)
        where TSimd : struct, ISimd<TSimd>
    {
        var bases = stackalloc float[TSimd.Count];
        var exponents = stackalloc float[TSimd.Count];
        TSimd.Store(x, ref *bases, 0);
        TSimd.Store(y, ref *exponents, 0);
        for (var i = 0; i < TSimd.Count; i++) bases[i] = MathF.Pow(bases[i], exponents[i]);
        return TSimd.Load(in *bases, 0);
    }

    /// <summary>ln x = high + low for a normal x: with m between ¾ and 1½ and t = (m − 1) / (m + 1), e·ln 2 + 2t + ⅔t³ + ….</summary>
    [MethodImpl(AggressiveInlining)]
    static (TSimd High, TSimd Low) LogPrecise<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var one = TSimd.Create(1f);
        var (e, m) = TSimd.Split(x);
        var big = TSimd.LessOrEqual(TSimd.Create(1.5f), m);
        e = TSimd.Select(big, e + one, e);
        m = TSimd.Select(big, m * TSimd.Create(0.5f), m);
        var numerator = m - one;
        var (denominator, denominatorLow) = TwoSum(m, one);
        var t = numerator / denominator;
        var tLow = (TSimd.MultiplyAdd(-t, denominator, numerator) - t * denominatorLow) / denominator;
        var square = t * t;
        var squareLow = TSimd.MultiplyAdd(t, t, -square) + (t + t) * tLow;
        var p = TSimd.MultiplyAdd(TSimd.Create(0.240320354700088500976562f), square, TSimd.Create(0.285112679004669189453125f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(0.400007992982864379882812f));
        // c = p·t² + ⅔, then t³·c, each in two floats.
        var (c, cLow) = TwoSum(TSimd.Create(0.66666662693023681640625f), p * square);
        cLow = cLow + TSimd.Create(3.69183861259614332084e-09f);
        var cube = square * t;
        var cubeLow = TSimd.MultiplyAdd(square, t, -cube) + square * tLow + squareLow * t;
        var tail = cube * c;
        var tailLow = TSimd.MultiplyAdd(cube, c, -tail) + cube * cLow + cubeLow * c;
        var whole = e * TSimd.Create(0.69314718246459960938f);
        var wholeLow = TSimd.MultiplyAdd(e, TSimd.Create(0.69314718246459960938f), -whole) + e * TSimd.Create(-1.904654323148236017e-09f);
        var (sum, sumLow) = TwoSum(whole, t + t);
        var (log, logLow) = TwoSum(sum, tail);
        return (log, logLow + sumLow + wholeLow + (tLow + tLow) + tailLow);
    }

    /// <summary>e^(y·(high + low)).</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd ExpPrecise<TSimd>((TSimd High, TSimd Low) log, TSimd y)
        where TSimd : struct, ISimd<TSimd>
    {
        var product = log.High * y;
        var rest = TSimd.MultiplyAdd(log.High, y, -product) + log.Low * y;
        // Far outside of the range of floats only the direction counts, and the rest must not become ∞ − ∞.
        var near = TSimd.Less(TSimd.Abs(product), TSimd.Create(200f));
        rest = near & rest;
        product = TSimd.AtMost(TSimd.Create(200f), TSimd.AtLeast(TSimd.Create(-200f), product));
        var n = TSimd.Round(product * TSimd.Create(Log2E));
        var high = TSimd.MultiplyAdd(n, TSimd.Create(-0.693359375f), product);
        var (r, low) = TwoSum(high, TSimd.MultiplyAdd(n, TSimd.Create(2.12194440e-4f), rest));
        var e = TSimd.MultiplyAdd(r * r, ExpTail(r), low);
        var (sum, sumLow) = TwoSum(TSimd.Create(1f), r);
        return TSimd.Scale(sum + (sumLow + e), n);
    }

    /// <summary>a + b, and exactly what the rounding lost (Knuth).</summary>
    [MethodImpl(AggressiveInlining)]
    static (TSimd Sum, TSimd Lost) TwoSum<TSimd>(TSimd a, TSimd b)
        where TSimd : struct, ISimd<TSimd>
    {
        var sum = a + b;
        var other = sum - a;
        return (sum, (a - (sum - other)) + (b - other));
    }
}
