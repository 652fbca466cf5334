using System;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>How many rows and columns a tile of sums has: chosen by the problem's shape, for a vector's width.</summary>
/// <remarks>
/// A tile is a sum of outer products: a step loads one element for each row and one vector for each vector of columns. With 32 registers, 14 rows by two vectors need the
/// fewest loads of B, which streams from the second-level cache; a single vector of columns wants 16 rows, so that there are sums enough to wait for each other.
/// </remarks>
internal readonly record struct TileShape(int Rows, int Columns)
{
    /// <summary>Rows of the tallest tile that <see cref="MicroKernel"/> forms; <see cref="TallKernel"/> forms those beyond.</summary>
    public const int MostShortRows = 7;

    /// <summary>Columns of the widest tile, in vectors, and elements of the largest.</summary>
    public const int MostVectors = 4, MostSums = 7 * 64;

    // Rows so many elements apart (2 KB) fall on the same few sets of the first-level cache, which has 8 or 12 lines for each: 14 of them would drive each other out.
    const int CriticalStride = 512;

    // After so few steps it counts that the sums of a short tile go through the epilogue straight from their registers, and B is near. With fewer columns, it must be fewer still.
    const int FewSteps = 192, FewStepsOfTwoVectors = 32;

    /// <param name="rows">What <see cref="RowsOf(in ContractionShape)"/> gives.</param>
    public static TileShape Of<TSimd>(int rows)
        where TSimd : struct, ISimd<TSimd> =>
        TSimd.Count != 16 ? new TileShape(6, 2 * TSimd.Count) : new TileShape(rows, rows <= MostShortRows ? MostVectors * TSimd.Count : 2 * TSimd.Count);

    /// <summary>Rows of a full tile where a vector has 16 elements.</summary>
    public static int RowsOf(in ContractionShape shape) => RowsOf(in shape, shape.M);

    /// <summary>Rows of a full tile where a vector has 16 elements, and so many rows come one after the other.</summary>
    public static int RowsOf(in ContractionShape shape, nint rows)
    {
        if (rows <= MostShortRows) return MostShortRows;
        if (shape.PackedB && shape.N >= 32 && shape.K * shape.Reduce0.Extent * shape.Reduce1.Extent <= (shape.N < 64 ? FewStepsOfTwoVectors : FewSteps)) return MostShortRows;
        var isCritical = shape.StrideAK == 1 && shape.StrideAM % CriticalStride == 0;
        var vectors = shape.N <= 16 ? 1 : 2;
        var (best, least) = (0, nint.MaxValue);
        if (!isCritical && vectors == 1) Consider(16, Cost(rows, 16, vectors), ref best, ref least);
        if (!isCritical) Consider(14, Cost(rows, 14, vectors), ref best, ref least);
        Consider(12, Cost(rows, 12, vectors), ref best, ref least);
        Consider(8, Cost(rows, 8, vectors), ref best, ref least);
        return best;
    }

    /// <summary>Rows of the next tile where so many are left. The last short tiles are equally tall: a flat one loads as many vectors of B for fewer sums.</summary>
    public int NextRows(nint left)
    {
        if (Rows <= MostShortRows && left < 3 * Rows) return (int)(left <= Rows ? left : left <= 2 * Rows ? (left + 1) / 2 : (left + 2) / 3);
        if (left >= Rows) return Rows;
        if (left <= MostShortRows) return (int)left;
        return left >= 12 ? 12 : 8;
    }

    static void Consider(int height, nint cost, ref int best, ref nint least)
    {
        if (cost < least) (best, least) = (height, cost);
    }

    // Multiplications of a step one after the other; in a small tile each waits for the one before it.
    // Inlined, so that a number divides, which is a multiplication: this is asked for each chunk, and a division takes as long as a tile's row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static nint Cost(nint rows, int height, int vectors)
    {
        var whole = rows / height;
        var cost = whole * CostOfOne(height, vectors);
        rows -= whole * height;
        for (var next = 0; rows > 0; rows -= next)
        {
            next = new TileShape(height, 0).NextRows(rows);
            cost += CostOfOne(next, vectors);
        }
        return cost;
    }

    static nint CostOfOne(int rows, int vectors) => Math.Max(rows, vectors == 1 ? 8 : 4) + 1;
}
