using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Band512Tests : BandTests<Simd512>;

public sealed class Band256Tests : BandTests<Simd256>;

public sealed class Band128Tests : BandTests<Simd128>;

/// <summary>
/// An expansion, a depthwise convolution and a projection band by band, against the same three one after the other on whole images within their frame. Inputs are small integers, so that
/// every sum is exact and must agree to the bit.
/// </summary>
public abstract class BandTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    [Theory]
    [InlineData(1, 5, 4, 3, 7, 2, 3, 1)]
    [InlineData(2, 33, 20, 4, 48, 8, 3, 1)]
    [InlineData(3, 32, 31, 5, 33, 9, 3, 2)]
    [InlineData(1, 56, 56, 8, 144, 24, 3, 1)]
    [InlineData(2, 57, 40, 8, 96, 16, 5, 2)]
    public void Bands_are_whole_images(int images, int height, int width, int channels, int wide, int narrow, int taps, int stride)
    {
        var (before, rows, columns) = (taps / 2, (height - 1) / stride + 1, (width - 1) / stride + 1);
        var line = (nint)(width + taps - 1) * wide;
        var expansion = Shape(images, height, width, wide, channels) with
        {
            Outer0 = new OuterLoop(images, height * width * channels, 0, (height + taps - 1) * line),
            Outer1 = new OuterLoop(height, width * channels, 0, line),
        };
        var depthwise = Shape(images, rows, columns, wide, taps) with
        {
            Outer0 = new OuterLoop(images, (height + taps - 1) * line, 0, (nint)rows * columns * wide),
            Outer1 = new OuterLoop(rows, stride * line, 0, columns * wide),
            Reduce0 = new ReduceLoop(taps, line, taps * wide),
            StrideAM = stride * wide,
            StrideAK = wide,
        };
        var projection = Shape(images, rows, columns, narrow, wide);
        BandStage[] stages =
        [
            new() { Shape = expansion, Margin = before * wide },
            new() { Shape = depthwise, Step = stride, Reach = taps, Before = before },
            new() { Shape = projection, Step = 1, Reach = 1 },
        ];

        using var x = Numbers(images * height * width * channels, 1, 3);
        using var first = Numbers(channels * wide, 2, 1);
        using var second = Numbers(taps * taps * wide, 3, 1);
        using var third = Numbers(wide * narrow, 4, 1);
        using var framed = new GuardedMemory((int)(images * expansion.Outer0.StrideC));
        using var between = new GuardedMemory((int)(images * depthwise.Outer0.StrideC));
        using var expected = new GuardedMemory(images * rows * columns * narrow);
        using var actual = new GuardedMemory(images * rows * columns * narrow);
        var (plain, last) = (default(NoEpilogue), default(UnrolledEpilogue));
        framed.Span.Clear();
        for (var chunk = 0; chunk < Contraction.Chunks(in expansion); chunk++)
            Contraction.Run<TSimd, NoEpilogue>(in expansion, ref x.First, ref first.First, ref framed.Span[(int)(before * (line + wide))], ref plain, chunk);
        for (var chunk = 0; chunk < Depthwise.Chunks(in depthwise); chunk++)
            Depthwise.Run<TSimd, NoEpilogue>(in depthwise, ref framed.First, ref second.First, ref between.First, ref plain, chunk);
        for (var chunk = 0; chunk < Contraction.Chunks(in projection); chunk++)
            Contraction.Run<TSimd, UnrolledEpilogue>(in projection, ref between.First, ref third.First, ref expected.First, ref last, chunk);

        actual.Span.Fill(float.NaN);
        for (var chunk = Band.Chunks(stages) - 1; chunk >= 0; chunk--)
        {
            var band = new Band(stages, chunk);
            using var near = new GuardedMemory((int)band.Length);
            near.Span.Fill(float.NaN);
            band.Contract<TSimd, NoEpilogue>(0, ref x.First, ref first.First, ref near.First, ref actual.First, plain);
            band.Convolve<TSimd, NoEpilogue>(1, ref x.First, ref second.First, ref near.First, ref actual.First, plain);
            band.Contract<TSimd, UnrolledEpilogue>(2, ref x.First, ref third.First, ref near.First, ref actual.First, last);
        }
        Assert.True(expected.Span.SequenceEqual(actual.Span));
    }

    [Fact]
    public void Chunks_depend_on_shape()
    {
        BandStage[] stages = [new() { Shape = Shape(3, 56, 56, 96, 16) }, new() { Shape = Shape(3, 56, 56, 24, 96), Step = 1, Reach = 1 }];
        Assert.InRange(Band.Chunks(stages), 3 * 4, 3 * 14);
    }

    // Images of lines of pixels, a product of each: rows of C, and of A, behind each other.
    static ContractionShape Shape(nint images, nint lines, nint pixels, nint n, nint k) => new()
    {
        Outer0 = new OuterLoop(images, lines * pixels * k, 0, lines * pixels * n),
        Outer1 = new OuterLoop(lines, pixels * k, 0, pixels * n),
        Outer2 = new OuterLoop(1, 0, 0, 0),
        Outer3 = new OuterLoop(1, 0, 0, 0),
        Reduce0 = new ReduceLoop(1, 0, 0),
        Reduce1 = new ReduceLoop(1, 0, 0),
        M = pixels,
        N = n,
        K = k,
        StrideAM = k,
        StrideAK = 1,
        StrideBK = n,
        StrideCM = n,
    };

    static GuardedMemory Numbers(int length, int seed, int most)
    {
        var random = new PhiloxRandom((ulong)seed);
        var memory = new GuardedMemory(length);
        foreach (ref var x in memory.Span) x = random.NextInt(2 * most + 1) - most;
        return memory;
    }
}
