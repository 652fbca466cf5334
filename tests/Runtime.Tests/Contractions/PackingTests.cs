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

    /// <summary>Filters [n, channels, taps] and weights of flattened images, whose rows are wanted as (tap, channel).</summary>
    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(2, 4, 5)]
    [InlineData(7, 1, 64)]
    [InlineData(9, 3, 64)]
    [InlineData(16, 16, 32)]
    [InlineData(33, 9, 70)]
    [InlineData(64, 49, 130)]
    [InlineData(5, 131, 17)]
    public void Rows_that_are_turned_in_the_source(int channels, int taps, int n)
    {
        var strideN = taps * channels;
        Check(n, strideN, new PackLoop(1, 0), new PackLoop(taps, 1), new PackLoop(channels, taps));
        Check(n, strideN + 3, new PackLoop(1, 0), new PackLoop(taps, 1), new PackLoop(channels, taps));
        // Lines and pixels of an image as one loop, and a part of an image.
        Check(n, 3 * strideN, new PackLoop(3, taps), new PackLoop(taps, 1), new PackLoop(channels, 3 * taps));
        Check(n, 6 * strideN, new PackLoop(3, 2 * taps), new PackLoop(taps, 1), new PackLoop(channels, 6 * taps));
        Check(n, 2 * strideN, new PackLoop(2, strideN), new PackLoop(taps, 1), new PackLoop(channels, taps));
    }

    static void Check(int n, int strideN, PackLoop k0, PackLoop k1, PackLoop k2)
    {
        var shape = new PackShape { Batch = 1, K0 = k0, K1 = k1, K2 = k2, N = n, StrideN = strideN };
        var rows = (int)(k0.Extent * k1.Extent * k2.Extent);
        long From(int row, int column) => row / (k1.Extent * k2.Extent) * k0.Stride + row / k2.Extent % k1.Extent * k1.Stride + row % k2.Extent * k2.Stride + column * (long)strideN;

        using var source = new GuardedMemory((int)From(rows - 1, n - 1) + 1);
        for (var i = 0; i < source.Length; i++) source.Span[i] = i + 1;
        using var panels = new GuardedMemory((int)Packing.PackedSize(rows, n));
        panels.Span.Fill(-1);
        for (var chunk = 0; chunk < Packing.Chunks(in shape); chunk++) Packing.Run<TSimd>(in shape, ref source.First, ref panels.First, chunk);

        var width = Packing.PanelWidth<TSimd>();
        for (var column = 0; column < (n + width - 1) / width * width; column++)
        {
            for (var row = 0; row < rows; row++)
            {
                Assert.Equal(column < n ? From(row, column) + 1 : 0, panels.Span[column / width * width * rows + row * width + column % width]);
            }
        }
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
