using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Winograd512Tests : WinogradTests<Simd512>;

public sealed class Winograd256Tests : WinogradTests<Simd256>;

public sealed class Winograd128Tests : WinogradTests<Simd128>;

/// <summary>
/// Convolutions by Winograd's algorithm against sums in double precision. Operands end at a page without access, and y lies between canaries.
/// </summary>
public abstract class WinogradTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    const float Canary = -12345;

    // Images, rows, columns, channels, filters: tiles that fill images and such that do not, channels and filters that fill vectors, panels and groups and such that do not.
    static readonly (int Images, int Rows, int Columns, int Channels, int Filters)[] Sizes =
    [
        (1, 1, 1, 1, 1), (1, 1, 1, 16, 16), (2, 1, 5, 3, 2), (1, 5, 5, 7, 5), (1, 4, 4, 16, 32), (3, 7, 7, 20, 33), (2, 8, 8, 32, 16), (1, 6, 9, 17, 64), (1, 14, 13, 40, 70),
        (2, 28, 28, 24, 96), (1, 56, 40, 8, 130), (40, 4, 4, 12, 8), (1, 7, 7, 256, 48), (1, 3, 3, 520, 20), (1, 8, 8, 400, 40), (0, 4, 4, 3, 3),
    ];

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Convolutions(int tile)
    {
        foreach (var size in Sizes) Check(Shape(tile, size));
    }

    /// <summary>Images within frames, of x and of y.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Strides(int tile)
    {
        foreach (var size in Sizes)
        {
            var shape = Shape(tile, size);
            shape.StrideColumnX = shape.Channels + 3;
            shape.StrideRowX = (shape.Columns + 5) * shape.StrideColumnX;
            shape.StrideImageX = (shape.Rows + 4) * shape.StrideRowX;
            shape.StrideColumnY = shape.Filters + 2;
            shape.StrideRowY = (shape.Columns + 2) * shape.StrideColumnY;
            shape.StrideImageY = (shape.Rows + 2) * shape.StrideRowY;
            Check(shape);
        }
    }

    /// <summary>Results do not depend on how many images are computed together.</summary>
    [Theory]
    [InlineData(2, 7, 7, 64, 64)]
    [InlineData(2, 13, 13, 400, 33)]
    [InlineData(4, 28, 28, 16, 32)]
    [InlineData(4, 6, 5, 20, 70)]
    public void An_image_alone_is_that_image_among_others_to_the_bit(int tile, int rows, int columns, int channels, int filters)
    {
        const int Images = 9;
        var together = Shape(tile, (Images, rows, columns, channels, filters));
        using var x = Numbers((int)(Images * together.StrideImageX), 1);
        using var w = Numbers(9 * channels * filters, 2);
        using var panels = Transform(in together, w);
        var all = Result(in together, x, panels, new NoEpilogue());
        for (var image = 0; image < Images; image++)
        {
            var size = (int)together.StrideImageX;
            using var one = new GuardedMemory(size);
            x.Span.Slice(image * size, size).CopyTo(one.Span);
            var expected = Result(together with { Images = 1 }, one, panels, new NoEpilogue());
            Assert.True(expected.AsSpan().SequenceEqual(all.AsSpan(image * expected.Length, expected.Length)), $"image {image}");
        }
    }

    /// <summary>How much is lost to rounding, of the largest result: inputs as behind a ReLU, weights as they are initialized.</summary>
    [Theory]
    [InlineData(2, 16, 6e-7)]
    [InlineData(2, 256, 1.2e-6)]
    [InlineData(4, 16, 2.5e-6)]
    [InlineData(4, 256, 6e-6)]
    public void Errors_are_small(int tile, int channels, double most)
    {
        var shape = Shape(tile, (1, 8, 8, channels, 32));
        using var x = Numbers((int)shape.StrideImageX, 1);
        using var w = Numbers(9 * channels * 32, 2);
        foreach (ref var element in x.Span) element = Math.Max(0, element);
        using var panels = Transform(in shape, w);
        var expected = Reference(in shape, x.Span, w.Span);
        var actual = Result(in shape, x, panels, new NoEpilogue());
        Assert.InRange(expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max() / expected.Max(Math.Abs), 0, most);
    }

    [Fact]
    public void Chunks_depend_on_work()
    {
        Assert.Equal(1, Winograd.Chunks(Shape(4, (1, 4, 4, 16, 16))));
        Assert.InRange(Winograd.Chunks(Shape(4, (1, 56, 56, 64, 64))), 8, 64);
        Assert.InRange(Winograd.Chunks(Shape(2, (1, 7, 7, 512, 512))), 2, 64);
    }

    static WinogradShape Shape(int tile, (int Images, int Rows, int Columns, int Channels, int Filters) size) => new()
    {
        Tile = tile,
        Images = size.Images,
        Rows = size.Rows,
        Columns = size.Columns,
        Channels = size.Channels,
        Filters = size.Filters,
        StrideColumnX = size.Channels,
        StrideRowX = (size.Columns + 2) * size.Channels,
        StrideImageX = (size.Rows + 2) * (size.Columns + 2) * size.Channels,
        StrideColumnY = size.Filters,
        StrideRowY = size.Columns * size.Filters,
        StrideImageY = size.Rows * size.Columns * size.Filters,
    };

    static void Check(WinogradShape shape)
    {
        var what = $"{shape.Images} images of {shape.Rows}×{shape.Columns}×{shape.Channels} to {shape.Filters} filters, tiles of {shape.Tile}";
        using var x = Numbers(LengthX(in shape), 1);
        using var w = Numbers((int)(9 * shape.Channels * shape.Filters), 2);
        using var panels = Transform(in shape, w);
        var expected = Reference(in shape, x.Span, w.Span);
        var plain = Result(in shape, x, panels, new NoEpilogue());
        var biased = Result(in shape, x, panels, new RolledEpilogue());
        var scale = expected.Where(e => e != Canary).Select(Math.Abs).DefaultIfEmpty(0).Max();
        Assert.Equal(expected.Length, plain.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] == Canary)
            {
                Assert.True(plain[i] == Canary && biased[i] == Canary, $"{what}: {i} is written");
                continue;
            }
            Assert.True(Math.Abs(expected[i] - plain[i]) <= 1e-5 * scale, $"{what}: {plain[i]} at {i} instead of {expected[i]}");
            var column = i % (int)shape.StrideColumnY;
            Assert.True(Math.Abs(plain[i] * 2 + i % 1024 * 0.25 + column - biased[i]) <= 1e-6 * (1024 + scale), $"{what}: {biased[i]} at {i} behind the epilogue");
        }
    }

    static int LengthX(in WinogradShape shape) => shape.Images == 0
        ? 0
        : (int)((shape.Images - 1) * shape.StrideImageX + (shape.Rows + 1) * shape.StrideRowX + (shape.Columns + 1) * shape.StrideColumnX + shape.Channels);

    static int LengthY(in WinogradShape shape) => shape.Images == 0
        ? 0
        : (int)((shape.Images - 1) * shape.StrideImageY + (shape.Rows - 1) * shape.StrideRowY + (shape.Columns - 1) * shape.StrideColumnY + shape.Filters);

    static GuardedMemory Numbers(int length, int seed)
    {
        var memory = new GuardedMemory(length);
        var random = new Random(seed);
        foreach (ref var element in memory.Span) element = random.NextSingle() * 2 - 1;
        return memory;
    }

    static GuardedMemory Transform(in WinogradShape shape, GuardedMemory w)
    {
        var weights = new WinogradWeightsShape
        {
            Tile = shape.Tile,
            Channels = shape.Channels,
            Filters = shape.Filters,
            StrideFilter = 9 * shape.Channels,
            StrideChannel = 9,
            StrideRow = 3,
            StrideColumn = 1,
        };
        var panels = new GuardedMemory((int)WinogradWeights.Size(shape.Tile, shape.Channels, shape.Filters));
        panels.Span.Fill(Canary);
        for (var chunk = WinogradWeights.Chunks(in weights) - 1; chunk >= 0; chunk--) WinogradWeights.Run<TSimd>(in weights, ref w.First, ref panels.First, chunk);
        Assert.DoesNotContain(Canary, panels.Span.ToArray());
        return panels;
    }

    static float[] Result<TEpilogue>(in WinogradShape shape, GuardedMemory x, GuardedMemory panels, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        using var y = new GuardedMemory(LengthY(in shape) + 32);
        using var scratch = new GuardedMemory((int)Winograd.Scratch(in shape));
        y.Span.Fill(Canary);
        for (var chunk = Winograd.Chunks(in shape) - 1; chunk >= 0; chunk--)
        {
            scratch.Span.Fill(float.NaN);
            Winograd.Run<TSimd, TEpilogue>(in shape, ref x.First, ref panels.First, ref Unsafe.Add(ref y.First, 16), ref epilogue, ref scratch.First, chunk);
        }
        Assert.All(y.Span[..16].ToArray(), element => Assert.Equal(Canary, element));
        Assert.All(y.Span[^16..].ToArray(), element => Assert.Equal(Canary, element));
        return y.Span[16..^16].ToArray();
    }

    static double[] Reference(in WinogradShape shape, ReadOnlySpan<float> x, ReadOnlySpan<float> w)
    {
        var y = new double[LengthY(in shape)];
        Array.Fill(y, Canary);
        for (nint image = 0; image < shape.Images; image++)
        {
            for (nint row = 0; row < shape.Rows; row++)
            {
                for (nint column = 0; column < shape.Columns; column++)
                {
                    for (nint k = 0; k < shape.Filters; k++)
                    {
                        var sum = 0.0;
                        for (nint tap = 0; tap < 9; tap++)
                        {
                            var from = image * shape.StrideImageX + (row + tap / 3) * shape.StrideRowX + (column + tap % 3) * shape.StrideColumnX;
                            for (nint c = 0; c < shape.Channels; c++) sum += (double)x[(int)(from + c)] * w[(int)((k * shape.Channels + c) * 9 + tap)];
                        }
                        y[image * shape.StrideImageY + row * shape.StrideRowY + column * shape.StrideColumnY + k] = sum;
                    }
                }
            }
        }
        return y;
    }
}
