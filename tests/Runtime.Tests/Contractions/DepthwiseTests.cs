using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Depthwise512Tests : DepthwiseTests<Simd512>;

public sealed class Depthwise256Tests : DepthwiseTests<Simd256>;

public sealed class Depthwise128Tests : DepthwiseTests<Simd128>;

/// <summary>
/// Depthwise convolutions of every geometry against sums in double precision. Inputs are small integers, so that every sum is exact and must agree to the bit.
/// Operands end at a page without access, and C lies between canaries.
/// </summary>
public abstract class DepthwiseTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    const float Canary = -12345;

    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 2, 1)]
    [InlineData(3, 3, 1)]
    [InlineData(3, 1, 2)]
    [InlineData(3, 2, 2)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(5, 2, 1)]
    public void Images_by_taps(int kernel, int stride, int dilation)
    {
        foreach (var (images, height, width, channels) in new[] { (1, 1, 1, 1), (2, 3, 4, 16), (1, 7, 7, 32), (2, 5, 13, 17), (1, 2, 6, 3), (3, 9, 10, 48), (1, 33, 21, 100), (1, 57, 58, 64) })
        {
            var shape = Shape(images, height, width, channels, kernel, stride, dilation);
            Check(shape, packed: false);
            Check(shape, packed: true);
        }
    }

    [Fact]
    public void Chunks_depend_on_work()
    {
        Assert.Equal(1, Depthwise.Chunks(Shape(1, 7, 7, 32, 3, 1, 1)));
        Assert.InRange(Depthwise.Chunks(Shape(1, 56, 56, 144, 3, 1, 1)), 8, 64);
        Assert.InRange(Depthwise.Chunks(Shape(64, 112, 112, 96, 3, 2, 1)), 64, 4096);
    }

    // The frame around what is written stays as it is.
    static void Check(ContractionShape shape, bool packed)
    {
        var what = $"{shape.Outer0.Extent} × {shape.Outer1.Extent} × {shape.M} × {shape.N}, packed = {packed}";
        var lengthA = 1 + (shape.Outer0.Extent - 1) * shape.Outer0.StrideA + (shape.Outer1.Extent - 1) * shape.Outer1.StrideA
            + (shape.M - 1) * shape.StrideAM + (shape.Reduce0.Extent - 1) * shape.Reduce0.StrideA + (shape.K - 1) * shape.StrideAK + shape.N - 1;
        var lengthC = (int)((shape.Outer0.Extent - 1) * shape.Outer0.StrideC + (shape.Outer1.Extent - 1) * shape.Outer1.StrideC + (shape.M - 1) * shape.StrideCM + shape.N);
        using var a = Numbers((int)lengthA, 1);
        using var b = Numbers((int)(shape.Reduce0.Extent * shape.K * shape.N), 2);
        var expected = Reference(in shape, a.Span, b.Span, lengthC);
        var run = shape;
        using var panels = packed ? Pack(ref run, b) : null;
        using var c = new GuardedMemory(lengthC + 32);
        c.Span.Fill(Canary);
        var epilogue = default(UnrolledEpilogue);
        for (var chunk = Depthwise.Chunks(in run) - 1; chunk >= 0; chunk--)
            Depthwise.Run<TSimd, UnrolledEpilogue>(in run, ref a.First, ref (panels ?? b).First, ref Unsafe.Add(ref c.First, 16), ref epilogue, chunk);
        Assert.All(c.Span[..16].ToArray(), x => Assert.Equal(Canary, x));
        Assert.All(c.Span[^16..].ToArray(), x => Assert.Equal(Canary, x));
        Assert.True(expected.AsSpan().SequenceEqual(c.Span[16..^16]), what);
    }

    static float[] Reference(in ContractionShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int lengthC)
    {
        var c = new float[lengthC];
        Array.Fill(c, Canary);
        foreach (var (outerA, _, outerC) in shape.OuterOffsets())
        {
            for (nint m = 0; m < shape.M; m++)
            {
                for (nint n = 0; n < shape.N; n++)
                {
                    var sum = 0.0;
                    for (nint r = 0; r < shape.Reduce0.Extent; r++)
                    {
                        var (fromA, fromB) = (outerA + r * shape.Reduce0.StrideA + m * shape.StrideAM + n, r * shape.Reduce0.StrideB + n);
                        for (nint k = 0; k < shape.K; k++) sum += (double)a[(int)(fromA + k * shape.StrideAK)] * b[(int)(fromB + k * shape.StrideBK)];
                    }
                    var offset = outerC + m * shape.StrideCM + n;
                    c[offset] = (float)sum * 2 + offset % 1024 * 0.25f + n;
                }
            }
        }
        return c;
    }

    static GuardedMemory Pack(ref ContractionShape shape, GuardedMemory b)
    {
        var pack = new PackShape
        {
            Batch = 1,
            K0 = new PackLoop(shape.Reduce0.Extent, shape.Reduce0.StrideB),
            K1 = new PackLoop(shape.K, shape.StrideBK),
            K2 = new PackLoop(1, 0),
            N = shape.N,
            StrideN = 1,
        };
        var panels = new GuardedMemory((int)Packing.PackedSize(shape.Reduce0.Extent * shape.K, shape.N));
        panels.Span.Fill(float.NaN);
        for (var chunk = 0; chunk < Packing.Chunks(in pack); chunk++) Packing.Run<TSimd>(in pack, ref b.First, ref panels.First, chunk);
        shape.PackedB = true;
        shape.StrideBK = 0;
        shape.Reduce0.StrideB = 0;
        return panels;
    }

    // Results within a frame of one pixel, so that rows and pixels of C have gaps.
    static ContractionShape Shape(nint images, nint height, nint width, nint channels, nint kernel, nint stride, nint dilation)
    {
        var (rowA, rowC) = (((width - 1) * stride + (kernel - 1) * dilation + 1) * channels, (width + 2) * channels);
        return new ContractionShape
        {
            Outer0 = new OuterLoop(images, ((height - 1) * stride + (kernel - 1) * dilation + 1) * rowA, 0, (height + 2) * rowC),
            Outer1 = new OuterLoop(height, stride * rowA, 0, rowC),
            Outer2 = new OuterLoop(1, 0, 0, 0),
            Outer3 = new OuterLoop(1, 0, 0, 0),
            Reduce0 = new ReduceLoop(kernel, dilation * rowA, kernel * channels),
            Reduce1 = new ReduceLoop(1, 0, 0),
            M = width,
            N = channels,
            K = kernel,
            StrideAM = stride * channels,
            StrideAK = dilation * channels,
            StrideBK = channels,
            StrideCM = channels,
        };
    }

    static GuardedMemory Numbers(int length, int seed)
    {
        var random = new PhiloxRandom((ulong)seed);
        var memory = new GuardedMemory(length);
        foreach (ref var x in memory.Span) x = random.NextInt(9) - 4;
        return memory;
    }
}
