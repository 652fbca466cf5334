using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>What generation computes of a vocabulary's scores.</summary>
internal static class Scores
{
    /// <summary>The largest score; NaN when there is one.</summary>
    public static float Max(ReadOnlySpan<float> scores) =>
        Simd.Is512 ? Max<Simd512>(scores) : Simd.Is256 ? Max<Simd256>(scores) : Max<Simd128>(scores);

    /// <summary>weights[i] = e^((scores[i] − shift)·factor).</summary>
    public static void Exponentials(ReadOnlySpan<float> scores, float shift, float factor, Span<float> weights)
    {
        if (Simd.Is512) Exponentials<Simd512>(scores, shift, factor, weights);
        else if (Simd.Is256) Exponentials<Simd256>(scores, shift, factor, weights);
        else Exponentials<Simd128>(scores, shift, factor, weights);
    }

    /// <summary>The sum, the same on every machine: four sums that take turns, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<float> weights)
    {
        var (a, b, c, d) = (0.0, 0.0, 0.0, 0.0);
        for (; weights.Length >= 4; weights = weights[4..])
        {
            a += weights[0];
            b += weights[1];
            c += weights[2];
            d += weights[3];
        }
        foreach (var weight in weights) a += weight;
        return (a + b) + (c + d);
    }

    /// <summary>The largest score, when there is a likeliest token.</summary>
    /// <exception cref="InvalidOperationException">A score is NaN or +∞, or all are −∞.</exception>
    public static float Peak(ReadOnlySpan<float> scores)
    {
        var max = Max(scores);
        return float.IsFinite(max) ? max : throw new InvalidOperationException(
            $"The model's scores say of no token how likely it is: the largest is {max}. Parameters that are not finite are the usual cause.");
    }

    static float Max<TSimd>(ReadOnlySpan<float> scores)
        where TSimd : struct, ISimd<TSimd>
    {
        ref readonly var first = ref MemoryMarshal.GetReference(scores);
        var max = TSimd.Create(float.NegativeInfinity);
        nint i = 0;
        for (; i <= scores.Length - TSimd.Count; i += TSimd.Count) max = TSimd.Max(max, TSimd.Load(in first, i));
        var largest = TSimd.HorizontalMax(max);
        for (; i < scores.Length; i++) largest = MathF.Max(largest, scores[(int)i]);
        return largest;
    }

    static void Exponentials<TSimd>(ReadOnlySpan<float> scores, float shift, float factor, Span<float> weights)
        where TSimd : struct, ISimd<TSimd>
    {
        ref readonly var source = ref MemoryMarshal.GetReference(scores);
        ref var destination = ref MemoryMarshal.GetReference(weights);
        var (s, f) = (TSimd.Create(shift), TSimd.Create(factor));
        nint i = 0;
        for (; i <= scores.Length - TSimd.Count; i += TSimd.Count) TSimd.Store(VectorMath.Exp((TSimd.Load(in source, i) - s) * f), ref destination, i);
        if (i < scores.Length)
        {
            var rest = scores.Length - (int)i;
            TSimd.Store(VectorMath.Exp((TSimd.Load(in source, i, rest) - s) * f), ref destination, i, rest);
        }
    }
}
