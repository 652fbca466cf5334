using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>The one loop of all optimizers: clip, then apply the formula, so that memory is walked once.</summary>
internal static unsafe class UpdateLoop
{
    public static void Run<TUpdate>(in TUpdate update, in UpdateRange range, in GradientScale scale)
        where TUpdate : struct, IUpdate
    {
        if (Simd.Is512) Run<Simd512, TUpdate>(update, range, scale);
        else if (Simd.Is256) Run<Simd256, TUpdate>(update, range, scale);
        else Run<Simd128, TUpdate>(update, range, scale);
    }

    public static double SumOfSquares(nint address, nint length)
    {
        ref var source = ref *(float*)address;
        return Simd.Is512 ? SumOfSquares<Simd512>(ref source, length) : Simd.Is256 ? SumOfSquares<Simd256>(ref source, length) : SumOfSquares<Simd128>(ref source, length);
    }

    /// <summary>result ← a · factorA + b · factorB; the result may be one of the two.</summary>
    public static void Combine(nint result, nint a, float factorA, nint b, float factorB, nint length)
    {
        ref var to = ref *(float*)result;
        if (Simd.Is512) Combine<Simd512>(ref to, ref *(float*)a, factorA, ref *(float*)b, factorB, length);
        else if (Simd.Is256) Combine<Simd256>(ref to, ref *(float*)a, factorA, ref *(float*)b, factorB, length);
        else Combine<Simd128>(ref to, ref *(float*)a, factorA, ref *(float*)b, factorB, length);
    }

    /// <summary>average ← average + fraction · (target − average): with a fraction of 1 exactly the target, and a constant stays what it is.</summary>
    public static void MoveTowards(nint average, nint target, float fraction, nint length)
    {
        ref var mean = ref *(float*)average;
        ref var goal = ref *(float*)target;
        if (Simd.Is512) MoveTowards<Simd512>(ref mean, ref goal, fraction, length);
        else if (Simd.Is256) MoveTowards<Simd256>(ref mean, ref goal, fraction, length);
        else MoveTowards<Simd128>(ref mean, ref goal, fraction, length);
    }

    static void Run<TSimd, TUpdate>(in TUpdate update, in UpdateRange range, in GradientScale scale)
        where TSimd : struct, ISimd<TSimd>
        where TUpdate : struct, IUpdate
    {
        nint at = 0;
        for (; at <= range.Length - TSimd.Count; at += TSimd.Count) Apply<TSimd, TUpdate>(update, range, scale, at, TSimd.Count);
        if (at < range.Length) Apply<TSimd, TUpdate>(update, range, scale, at, (int)(range.Length - at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Apply<TSimd, TUpdate>(in TUpdate update, in UpdateRange range, in GradientScale scale, nint at, int count)
        where TSimd : struct, ISimd<TSimd>
        where TUpdate : struct, IUpdate
    {
        var limit = TSimd.Create(scale.Limit);
        var gradient = TSimd.Load(ref range.Gradient, at, count) * TSimd.Create(scale.Factor);
        update.Apply(range, TSimd.Max(TSimd.Min(gradient, limit), -limit), at, count);
    }

    /// <summary>Four accumulators hide the latency of the addition; a chunk is short enough for single precision.</summary>
    static float SumOfSquares<TSimd>(ref readonly float source, nint length)
        where TSimd : struct, ISimd<TSimd>
    {
        var (sum0, sum1, sum2, sum3) = (TSimd.Zero, TSimd.Zero, TSimd.Zero, TSimd.Zero);
        nint at = 0;
        for (; at <= length - 4 * TSimd.Count; at += 4 * TSimd.Count)
        {
            sum0 = AddSquare(sum0, TSimd.Load(in source, at));
            sum1 = AddSquare(sum1, TSimd.Load(in source, at + TSimd.Count));
            sum2 = AddSquare(sum2, TSimd.Load(in source, at + 2 * TSimd.Count));
            sum3 = AddSquare(sum3, TSimd.Load(in source, at + 3 * TSimd.Count));
        }
        for (; at < length; at += TSimd.Count) sum0 = AddSquare(sum0, TSimd.Load(in source, at, (int)Math.Min(TSimd.Count, length - at)));
        return TSimd.Sum((sum0 + sum1) + (sum2 + sum3));
    }

    static TSimd AddSquare<TSimd>(TSimd sum, TSimd value)
        where TSimd : struct, ISimd<TSimd> => TSimd.MultiplyAdd(value, value, sum);

    static void Combine<TSimd>(ref float result, ref readonly float a, float factorA, ref readonly float b, float factorB, nint length)
        where TSimd : struct, ISimd<TSimd>
    {
        for (nint at = 0; at < length; at += TSimd.Count)
        {
            var count = (int)Math.Min(TSimd.Count, length - at);
            var scaled = TSimd.Load(in b, at, count) * TSimd.Create(factorB);
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(in a, at, count), TSimd.Create(factorA), scaled), ref result, at, count);
        }
    }

    static void MoveTowards<TSimd>(ref float average, ref readonly float target, float fraction, nint length)
        where TSimd : struct, ISimd<TSimd>
    {
        if (fraction == 1)
        {
            MemoryMarshal.CreateReadOnlySpan(in target, (int)length).CopyTo(MemoryMarshal.CreateSpan(ref average, (int)length));
            return;
        }
        for (nint at = 0; at < length; at += TSimd.Count)
        {
            var count = (int)Math.Min(TSimd.Count, length - at);
            var mean = TSimd.Load(in average, at, count);
            TSimd.Store(TSimd.MultiplyAdd(TSimd.Load(in target, at, count) - mean, TSimd.Create(fraction), mean), ref average, at, count);
        }
    }
}
