using System;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace Sinter.Runtime.Tests;

public sealed class Contraction512Tests : ContractionTests<Simd512>;

public sealed class Contraction256Tests : ContractionTests<Simd256>;

public sealed class Contraction128Tests : ContractionTests<Simd128>;

/// <summary>
/// Contractions of every stride pattern against sums in double precision. Inputs are small integers, so that every sum is exact and must agree to the bit.
/// Operands end at a page without access, and C lies between canaries.
/// </summary>
public abstract class ContractionTests<TSimd>
    where TSimd : struct, ISimd<TSimd>
{
    const float Canary = -12345;

    static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 1, 1), (1, 16, 16), (2, 3, 5), (3, 64, 7), (4, 17, 9), (5, 100, 3), (6, 64, 11), (7, 64, 5), (7, 65, 4), (8, 48, 6), (9, 33, 2), (12, 128, 3), (13, 10, 8),
        (14, 80, 5), (28, 127, 3), (23, 31, 29), (60, 130, 40), (1, 200, 50), (70, 1, 20), (5, 7, 0), (0, 5, 3), (4, 0, 3),
    ];

    [Fact]
    public void Row_major() => Products((m, n, k) => Shape(m, n, k));

    /// <summary>Products that are cut into chunks and strips, whose B is copied, or read row by row.</summary>
    [Theory]
    [InlineData(100, 130, 600)]
    [InlineData(50, 301, 500)]
    [InlineData(53, 100, 4100)]
    [InlineData(60, 161, 3072)]
    [InlineData(30, 200, 1500)]
    [InlineData(1100, 40, 17)]
    [InlineData(300, 540, 500)]
    [InlineData(17, 300, 400)]
    [InlineData(261, 258, 200)]
    [InlineData(131, 10, 4000)]
    [InlineData(30, 1021, 200)]
    [InlineData(9, 1021, 150)]
    [InlineData(2, 2100, 33)]
    [InlineData(1, 2100, 37)]
    [InlineData(1, 4133, 16)]
    [InlineData(1, 67, 1003)]
    public void Large_products(int m, int n, int k)
    {
        foreach (var packed in new[] { false, true })
        {
            Check(Shape(m, n, k), packed);
            Check(Shape(m, n, k) with { StrideAM = k + 5, StrideBK = n + 3, StrideCM = n + 7, OriginC = 37 }, packed);
        }
        Check(Shape(m, n, k) with { StrideAM = 1, StrideAK = m + 2 }, packed: false);
    }

    [Fact]
    public void Columns_of_A() => Products((m, n, k) => Shape(m, n, k) with { StrideAM = 1, StrideAK = m + 2 });

    [Fact]
    public void Wide_rows() => Products((m, n, k) => Shape(m, n, k) with { StrideAM = k + 5, StrideBK = n + 3, StrideCM = n + 7, OriginC = 37 });

    [Fact]
    public void Batches() => Products((m, n, k) => Shape(m, n, k) with
    {
        Outer1 = new OuterLoop(2, m * k, k * n, 3 * m * n),
        Outer3 = new OuterLoop(3, 2 * m * k, 0, m * n),
    });

    [Fact]
    public void Reductions_in_three_levels() => Products((m, n, k) => Shape(m, n, k) with
    {
        Reduce0 = new ReduceLoop(2, 3 * m * k, 3 * k * n),
        Reduce1 = new ReduceLoop(3, m * k, k * n),
    });

    [Fact]
    public void Convolution_of_images() => Products((m, n, k) => Shape(m, n, k) with
    {
        // Two images of three rows of m pixels, 3×3 taps, k channels to n; one pixel of halo.
        Outer0 = new OuterLoop(2, 5 * (m + 2) * k, 0, 3 * m * n),
        Outer1 = new OuterLoop(3, (m + 2) * k, 0, m * n),
        Reduce0 = new ReduceLoop(3, (m + 2) * k, 3 * k * n),
        Reduce1 = new ReduceLoop(3, k, k * n),
    });

    [Fact]
    public void Weight_gradient_of_a_convolution() => Products((m, n, k) => Shape(m, n, k) with
    {
        // Taps outside; images and rows of k pixels reduced; m channels by n filters.
        StrideAM = 1,
        StrideAK = m,
        Outer0 = new OuterLoop(3, (k + 2) * m, 0, 3 * m * n),
        Outer1 = new OuterLoop(3, m, 0, m * n),
        Reduce0 = new ReduceLoop(2, 5 * (k + 2) * m, 3 * k * n),
        Reduce1 = new ReduceLoop(3, (k + 2) * m, k * n),
    });

    [Fact]
    public void Chunks_depend_on_work()
    {
        Assert.Equal(1, Contraction.Chunks(Shape(8, 16, 16)));
        Assert.Equal(1, Contraction.Chunks(Shape(64, 64, 64)));
        Assert.InRange(Contraction.Chunks(Shape(128, 128, 128)), 2, 4);
        Assert.InRange(Contraction.Chunks(Shape(64, 512, 784)), 4, 32);
        Assert.InRange(Contraction.Chunks(Shape(1024, 1024, 1024)), 8, 32);
        Assert.InRange(Contraction.Chunks(Shape(128, 4096, 1024) with { PackedB = true }), 8, 32);
        Assert.Equal(2, Contraction.Chunks(Shape(1, 4096, 4096)));
    }

    /// <summary>What generating token by token rests on: the sums of a row, rounded as they are, do not depend on the rows beside it.</summary>
    [Fact]
    public void A_row_alone_is_that_row_among_others_to_the_bit()
    {
        foreach (var (m, n, k) in new[] { (2, 64, 127), (5, 100, 33), (7, 65, 511), (13, 19, 1), (48, 130, 257), (300, 48, 63), (96, 256, 1301) })
        {
            foreach (var packed in new[] { false, true })
            {
                using var a = new GuardedMemory(m * k);
                using var b = new GuardedMemory(k * n);
                var random = new Random(m);
                foreach (ref var x in a.Span) x = random.NextSingle() - 0.5f;
                foreach (ref var x in b.Span) x = random.NextSingle() - 0.5f;
                var together = Shape(m, n, k);
                using var panels = packed ? Pack(ref together, b) : null;
                var all = Result(in together, a, panels ?? b, new NoEpilogue(), m * n);
                using var one = new GuardedMemory(k);
                for (var row = 0; row < m; row++)
                {
                    a.Span.Slice(row * k, k).CopyTo(one.Span);
                    var alone = together with { M = 1, StrideCM = n };
                    var expected = Result(in alone, one, panels ?? b, new NoEpilogue(), n);
                    Assert.True(expected.SequenceEqual(all.Slice(row * n, n)), $"row {row} of M = {m}, N = {n}, K = {k}, packed = {packed}");
                }
            }
        }
    }

    [Fact]
    public void NaN_and_infinity_reach_their_sums_only()
    {
        var shape = Shape(7, 70, 5);
        using var a = Numbers(7 * 5, 1);
        using var b = Numbers(5 * 70, 2);
        using var c = new GuardedMemory(7 * 70);
        a.Span[2 * 5 + 1] = float.NaN;
        a.Span[4 * 5 + 1] = float.PositiveInfinity;
        b.Span.Fill(1);
        var epilogue = default(NoEpilogue);
        Contraction.Run<TSimd, NoEpilogue>(in shape, ref a.First, ref b.First, ref c.First, ref epilogue, 0);
        for (var m = 0; m < 7; m++)
        {
            var expected = a.Span.Slice(5 * m, 5).ToArray().Sum();
            Assert.All(c.Span.Slice(70 * m, 70).ToArray(), x => Assert.Equal(expected, x));
        }
    }

    static void Products(Func<int, int, int, ContractionShape> shapeOf)
    {
        foreach (var (m, n, k) in Sizes)
        {
            var shape = shapeOf(m, n, k);
            Check(shape, packed: false);
            Check(shape, packed: true);
        }
    }

    static void Check(ContractionShape shape, bool packed)
    {
        var what = $"M = {shape.M}, N = {shape.N}, K = {shape.K}, packed = {packed}";
        using var a = Numbers(1 + Reach(shape.Outer(o => o.StrideA), shape.Reduce(r => r.StrideA), (shape.M, shape.StrideAM), (shape.K, shape.StrideAK)), 1);
        using var b = Numbers(1 + Reach(shape.Outer(o => o.StrideB), shape.Reduce(r => r.StrideB), (shape.N, 1), (shape.K, shape.StrideBK)), 2);
        var lengthC = (int)shape.OriginC + 1 + Reach(shape.Outer(o => o.StrideC), [], (shape.M, shape.StrideCM), (shape.N, 1));
        var expected = Reference(in shape, a.Span, b.Span, lengthC, plain: true);
        var biased = Reference(in shape, a.Span, b.Span, lengthC, plain: false);
        var run = shape;
        using var operand = packed ? Pack(ref run, b) : null;

        Assert.True(expected.AsSpan().SequenceEqual(Result(in run, a, operand ?? b, new NoEpilogue(), lengthC)), what + ", plain");
        Assert.True(biased.AsSpan().SequenceEqual(Result(in run, a, operand ?? b, new RolledEpilogue(), lengthC)), what + ", rolled epilogue");
        Assert.True(biased.AsSpan().SequenceEqual(Result(in run, a, operand ?? b, new UnrolledEpilogue(), lengthC)), what + ", unrolled epilogue");
    }

    static Span<float> Result<TEpilogue>(in ContractionShape shape, GuardedMemory a, GuardedMemory b, TEpilogue epilogue, int lengthC)
        where TEpilogue : struct, IEpilogue
    {
        using var c = new GuardedMemory(lengthC + 32);
        c.Span.Fill(Canary);
        for (var chunk = Contraction.Chunks(in shape) - 1; chunk >= 0; chunk--)
            Contraction.Run<TSimd, TEpilogue>(in shape, ref a.First, ref b.First, ref Unsafe.Add(ref c.First, 16), ref epilogue, chunk);
        Assert.All(c.Span[..16].ToArray(), x => Assert.Equal(Canary, x));
        Assert.All(c.Span[^16..].ToArray(), x => Assert.Equal(Canary, x));
        return c.Span[16..^16].ToArray();
    }

    static float[] Reference(in ContractionShape shape, ReadOnlySpan<float> a, ReadOnlySpan<float> b, int lengthC, bool plain)
    {
        var c = new float[lengthC];
        Array.Fill(c, Canary);
        foreach (var (outerA, outerB, outerC) in shape.OuterOffsets())
        {
            for (nint m = 0; m < shape.M; m++)
            {
                for (nint n = 0; n < shape.N; n++)
                {
                    var sum = 0.0;
                    for (nint r = 0; r < shape.Reduce0.Extent; r++)
                    {
                        for (nint s = 0; s < shape.Reduce1.Extent; s++)
                        {
                            var fromA = outerA + r * shape.Reduce0.StrideA + s * shape.Reduce1.StrideA + m * shape.StrideAM;
                            var fromB = outerB + r * shape.Reduce0.StrideB + s * shape.Reduce1.StrideB + n;
                            for (nint k = 0; k < shape.K; k++) sum += (double)a[(int)(fromA + k * shape.StrideAK)] * b[(int)(fromB + k * shape.StrideBK)];
                        }
                    }
                    var offset = shape.OriginC + outerC + m * shape.StrideCM + n;
                    c[offset] = plain ? (float)sum : (float)sum * 2 + offset % 1024 * 0.25f + n;
                }
            }
        }
        return c;
    }

    /// <summary>Packs B, one batch for each combination of the outer loops that move in it.</summary>
    static GuardedMemory Pack(ref ContractionShape shape, GuardedMemory b)
    {
        var size = Packing.PackedSize(shape.Reduce0.Extent * shape.Reduce1.Extent * shape.K, shape.N);
        var pack = new PackShape
        {
            Batch = 1,
            K0 = new PackLoop(shape.Reduce0.Extent, shape.Reduce0.StrideB),
            K1 = new PackLoop(shape.Reduce1.Extent, shape.Reduce1.StrideB),
            K2 = new PackLoop(shape.K, shape.StrideBK),
            N = shape.N,
            StrideN = 1,
        };
        if (shape.Outer1.StrideB != 0) (pack.Batch, pack.StrideBatch) = (shape.Outer1.Extent, shape.Outer1.StrideB);
        var panels = new GuardedMemory((int)(pack.Batch * size));
        panels.Span.Fill(float.NaN);
        for (var chunk = 0; chunk < Packing.Chunks(in pack); chunk++) Packing.Run<TSimd>(in pack, ref b.First, ref panels.First, chunk);
        if (shape.Outer1.StrideB != 0) shape.Outer1.StrideB = size;
        shape.PackedB = true;
        shape.StrideBK = 0;
        shape.Reduce0.StrideB = shape.Reduce1.StrideB = 0;
        return panels;
    }

    static ContractionShape Shape(nint m, nint n, nint k) => new()
    {
        Outer0 = new OuterLoop(1, 0, 0, 0),
        Outer1 = new OuterLoop(1, 0, 0, 0),
        Outer2 = new OuterLoop(1, 0, 0, 0),
        Outer3 = new OuterLoop(1, 0, 0, 0),
        Reduce0 = new ReduceLoop(1, 0, 0),
        Reduce1 = new ReduceLoop(1, 0, 0),
        M = m,
        N = n,
        K = k,
        StrideAM = k,
        StrideAK = 1,
        StrideBK = n,
        StrideCM = n,
    };

    /// <summary>The offset of the last element that nested loops reach.</summary>
    static int Reach((nint Extent, nint Stride)[] outer, (nint Extent, nint Stride)[] reduce, params (nint Extent, nint Stride)[] inner) =>
        (int)outer.Concat(reduce).Concat(inner).Sum(l => Math.Max(l.Extent - 1, 0) * l.Stride);

    static GuardedMemory Numbers(int length, int seed)
    {
        var random = new PhiloxRandom((ulong)seed);
        var memory = new GuardedMemory(length);
        foreach (ref var x in memory.Span) x = random.NextInt(9) - 4;
        return memory;
    }
}
