using System;
using System.Runtime.CompilerServices;

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
}
