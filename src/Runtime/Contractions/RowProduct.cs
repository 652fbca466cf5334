using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// c = epilogue(a·B) for one row a, and B where it lies: as fast as memory can be read. Eight rows of B are read side by side, from one end to the other, and added to sums
/// that stay in the first-level cache: whole rows are what hardware prefetchers follow, and each page is translated once.
/// </summary>
internal static unsafe class RowProduct
{
    /// <summary>Columns of a chunk, and of the sums: shorter rows are read more slowly.</summary>
    const int ChunkColumns = 2048;

    // Where B is that near, tiles are as fast.
    const int SmallestB = 1 << 16;

    /// <summary>Whether a contraction is such a product.</summary>
    public static bool Covers(in ContractionShape shape) =>
        shape.M == 1 && !shape.PackedB && shape.N >= Partition.ColumnGroup && shape.K * shape.N >= SmallestB && ProductPlan.IsPlain(in shape);

    public static int Chunks(in ContractionShape shape) => (int)((shape.N + ChunkColumns - 1) / ChunkColumns);

    /// <summary>Computes one chunk.</summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run<TSimd, TEpilogue>(in ContractionShape shape, float* a, float* b, float* c, ref TEpilogue epilogue, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        // Whole lines of the cache for each chunk.
        var (chunks, units) = (Chunks(in shape), (shape.N + 15) / 16);
        var (from, to) = (units * chunk / chunks * 16, Math.Min(units * (chunk + 1) / chunks * 16, shape.N));
        var buffer = stackalloc float[ChunkColumns + 64];
        var sums = (float*)(((nint)buffer + 63) & ~63);
        var columns = to - from;
        for (nint i = 0; i < columns; i += TSimd.Count) TSimd.Store(TSimd.Zero, ref *sums, i);
        var (step, strideB) = (shape.StrideAK, shape.StrideBK);
        nint k = 0;
        b += from;
        for (; k + 8 <= shape.K; k += 8)
        {
            AddRows<TSimd>(a, step, b, strideB, sums, columns);
            a += 8 * step;
            b += 8 * strideB;
        }
        for (; k < shape.K; k++)
        {
            AddRow<TSimd>(*a, b, sums, columns);
            a += step;
            b += strideB;
        }
        var e = epilogue;
        for (nint i = 0; i < columns; i += TSimd.Count)
        {
            var count = (int)Math.Min(TSimd.Count, columns - i);
            var offset = shape.OriginC + from + i;
            TSimd.Store(e.Apply(TSimd.Load(in *sums, i), offset, from + i, count), ref *c, offset, count);
        }
    }

    /// <summary>Adds eight rows of B, each times its element of a, one after the other.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void AddRows<TSimd>(float* a, nint step, float* b, nint strideB, float* sums, nint columns)
        where TSimd : struct, ISimd<TSimd>
    {
        var x0 = TSimd.Create(a[0]);
        var x1 = TSimd.Create(a[step]);
        var x2 = TSimd.Create(a[2 * step]);
        var x3 = TSimd.Create(a[3 * step]);
        var x4 = TSimd.Create(a[4 * step]);
        var x5 = TSimd.Create(a[5 * step]);
        var x6 = TSimd.Create(a[6 * step]);
        var x7 = TSimd.Create(a[7 * step]);
        var b1 = b + strideB;
        var b2 = b1 + strideB;
        var b3 = b2 + strideB;
        var b4 = b3 + strideB;
        var b5 = b4 + strideB;
        var b6 = b5 + strideB;
        var b7 = b6 + strideB;
        nint i = 0;
        for (; i + TSimd.Count <= columns; i += TSimd.Count)
        {
            var sum = TSimd.MultiplyAdd(x0, TSimd.Load(in *b, i), TSimd.Load(in *sums, i));
            TSimd.MultiplyAccumulate(x1, TSimd.Load(in *b1, i), ref sum);
            TSimd.MultiplyAccumulate(x2, TSimd.Load(in *b2, i), ref sum);
            TSimd.MultiplyAccumulate(x3, TSimd.Load(in *b3, i), ref sum);
            TSimd.MultiplyAccumulate(x4, TSimd.Load(in *b4, i), ref sum);
            TSimd.MultiplyAccumulate(x5, TSimd.Load(in *b5, i), ref sum);
            TSimd.MultiplyAccumulate(x6, TSimd.Load(in *b6, i), ref sum);
            TSimd.MultiplyAccumulate(x7, TSimd.Load(in *b7, i), ref sum);
            TSimd.Store(sum, ref *sums, i);
        }
        if (i == columns) return;
        for (var row = 0; row < 8; row++)
        {
            AddRow<TSimd>(*a, b + i, sums + i, columns - i);
            a += step;
            b += strideB;
        }
    }

    /// <summary>Adds one row of B times x.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void AddRow<TSimd>(float x, float* b, float* sums, nint columns)
        where TSimd : struct, ISimd<TSimd>
    {
        var times = TSimd.Create(x);
        for (nint i = 0; i < columns; i += TSimd.Count)
        {
            TSimd.Store(TSimd.MultiplyAdd(times, TSimd.Load(in *b, i, (int)Math.Min(TSimd.Count, columns - i)), TSimd.Load(in *sums, i)), ref *sums, i);
        }
    }
}
