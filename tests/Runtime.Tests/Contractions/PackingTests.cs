using System;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Packing512Tests : PackingTests<Simd512>;

public sealed class Packing256Tests : PackingTests<Simd256>;

public sealed class Packing128Tests : PackingTests<Simd128>;

public abstract class PackingTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 64)]
    [InlineData(40, 16)]
    [InlineData(37, 70)]
    [InlineData(16, 130)]
    [InlineData(130, 200)]
    public void Panels_hold_the_rows_and_zeros(int k, int n)
    {
        Check(k, n, 1, n, 1);
        Check(k, n, 1, n + 3, 1);
        Check(k, n, 1, 1, k);
        Check(k, n, 1, 1, k + 2);
        Check(k, n, 1, 2, 2 * k + 1);
        Check(k, n, 3, n, 1);
        Check(k, n, 3, 1, 6 * k);
    }

    /// <summary>Two batches of (2, taps, k) rows; the two outer extents lie k·stride apart, or in planes.</summary>
    static void Check(int k, int n, int taps, int strideK, int strideN)
    {
        var (strideTap, strideOuter) = (k * strideK, taps * k * strideK);
        var strideBatch = Math.Max(2 * strideOuter, n * strideN);
        var shape = new PackShape
        {
            Batch = 2,
            StrideBatch = strideBatch,
            K0 = new PackLoop(2, strideOuter),
            K1 = new PackLoop(taps, strideTap),
            K2 = new PackLoop(k, strideK),
            N = n,
            StrideN = strideN,
        };
        using var source = new GuardedMemory(strideBatch + strideOuter + (taps - 1) * strideTap + (k - 1) * strideK + (n - 1) * strideN + 1);
        for (var i = 0; i < source.Length; i++) source.Span[i] = i + 1;
        var rows = 2 * taps * k;
        var size = (int)Packing.PackedSize(rows, n);
        using var panels = new GuardedMemory(2 * size);
        panels.Span.Fill(-1);
        for (var chunk = 0; chunk < Packing.Chunks(in shape); chunk++) Packing.Run<TSimd>(in shape, ref source.First, ref panels.First, chunk);

        var width = Packing.PanelWidth<TSimd>();
        for (var batch = 0; batch < 2; batch++)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < (n + width - 1) / width * width; column++)
                {
                    var from = batch * strideBatch + row / (taps * k) * strideOuter + row / k % taps * strideTap + row % k * strideK + column * strideN;
                    var to = batch * size + column / width * width * rows + row * width + column % width;
                    var expected = column < n ? from + 1 : 0;
                    if (panels.Span[to] != expected) Assert.Fail($"k = {k}, n = {n}, strides {strideK}, {strideN}: [{batch}, {row}, {column}] is {panels.Span[to]}, expected {expected}");
                }
            }
        }
    }
}
