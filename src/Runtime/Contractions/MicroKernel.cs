using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// The innermost kernel: a tile of sums, up to 7 rows by 4 vectors, held in registers over the whole reduction. In every step a row of B meets one element
/// from each row of A. No call may stand between the loops and the stores: vector registers do not survive one, and every sum would live in memory.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>A tile's sums, through the epilogue into C.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Finish<TSimd, TRow, TRows, TEpilogue>(in Reduction reduction, float* a, float* b, float* c, nint strideC, nint offset, nint column, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TRow : struct, IRow<TRow, TSimd>
        where TRows : struct, INumber
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var tile = Reduce<TSimd, TRow, TRows, No>(in reduction, a, b, 0);
        var e = epilogue;
        TRow.Finish(tile.R0, ref e, c, offset, column);
        if (TRows.Value > 1) TRow.Finish(tile.R1, ref e, c, offset + strideC, column);
        if (TRows.Value > 2) TRow.Finish(tile.R2, ref e, c, offset + 2 * strideC, column);
        if (TRows.Value > 3) TRow.Finish(tile.R3, ref e, c, offset + 3 * strideC, column);
        if (TRows.Value > 4) TRow.Finish(tile.R4, ref e, c, offset + 4 * strideC, column);
        if (TRows.Value > 5) TRow.Finish(tile.R5, ref e, c, offset + 5 * strideC, column);
        if (TRows.Value > 6) TRow.Finish(tile.R6, ref e, c, offset + 6 * strideC, column);
    }

    /// <summary>A tile's sums, row after row; the last vector of a row of B has <paramref name="last"/> elements if <typeparamref name="TLast"/>.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Sum<TSimd, TRow, TRows, TLast>(in Reduction reduction, float* a, float* b, int last, float* sums)
        where TSimd : struct, ISimd<TSimd>
        where TRow : struct, IRow<TRow, TSimd>
        where TRows : struct, INumber
        where TLast : struct, IFlag
    {
        var tile = Reduce<TSimd, TRow, TRows, TLast>(in reduction, a, b, last);
        var width = TRow.Vectors * TSimd.Count;
        TRow.Store(tile.R0, sums);
        if (TRows.Value > 1) TRow.Store(tile.R1, sums + width);
        if (TRows.Value > 2) TRow.Store(tile.R2, sums + 2 * width);
        if (TRows.Value > 3) TRow.Store(tile.R3, sums + 3 * width);
        if (TRows.Value > 4) TRow.Store(tile.R4, sums + 4 * width);
        if (TRows.Value > 5) TRow.Store(tile.R5, sums + 5 * width);
        if (TRows.Value > 6) TRow.Store(tile.R6, sums + 6 * width);
    }

    [MethodImpl(AggressiveInlining)]
    static Tile<TRow> Reduce<TSimd, TRow, TRows, TLast>(in Reduction reduction, float* a, float* b, int last)
        where TSimd : struct, ISimd<TSimd>
        where TRow : struct, IRow<TRow, TSimd>
        where TRows : struct, INumber
        where TLast : struct, IFlag
    {
        var (k, rowStride, stepA, stepB) = (reduction.K, reduction.StrideAM, reduction.StrideAK, reduction.StrideBK);
        var mask = TSimd.FirstLanes(last);
        TRow r0 = default;
        TRow r1 = default;
        TRow r2 = default;
        TRow r3 = default;
        TRow r4 = default;
        TRow r5 = default;
        TRow r6 = default;
        for (nint i = 0; i < reduction.Outer.Extent; i++)
        {
            for (nint j = 0; j < reduction.Inner.Extent; j++)
            {
                var a0 = a + i * reduction.Outer.StrideA + j * reduction.Inner.StrideA;
                var p = b + i * reduction.Outer.StrideB + j * reduction.Inner.StrideB;
                var a1 = a0 + rowStride;
                var a2 = a1 + rowStride;
                var a3 = a2 + rowStride;
                var a4 = a3 + rowStride;
                var a5 = a4 + rowStride;
                var a6 = a5 + rowStride;
                nint at = 0;
                for (nint left = k; left > 0; left--)
                {
                    var row = TRow.Load<TLast>(p, mask);
                    p += stepB;
                    r0 = TRow.MultiplyAdd(TSimd.Create(a0[at]), row, r0);
                    if (TRows.Value > 1) r1 = TRow.MultiplyAdd(TSimd.Create(a1[at]), row, r1);
                    if (TRows.Value > 2) r2 = TRow.MultiplyAdd(TSimd.Create(a2[at]), row, r2);
                    if (TRows.Value > 3) r3 = TRow.MultiplyAdd(TSimd.Create(a3[at]), row, r3);
                    if (TRows.Value > 4) r4 = TRow.MultiplyAdd(TSimd.Create(a4[at]), row, r4);
                    if (TRows.Value > 5) r5 = TRow.MultiplyAdd(TSimd.Create(a5[at]), row, r5);
                    if (TRows.Value > 6) r6 = TRow.MultiplyAdd(TSimd.Create(a6[at]), row, r6);
                    at += stepA;
                }
            }
        }
        return new Tile<TRow> { R0 = r0, R1 = r1, R2 = r2, R3 = r3, R4 = r4, R5 = r5, R6 = r6 };
    }

    struct Tile<TRow>
    {
        public TRow R0, R1, R2, R3, R4, R5, R6;
    }
}

/// <summary>The reduction of one element of C: two loops around k.</summary>
internal readonly struct Reduction
{
    public required ReduceLoop Outer { get; init; }

    public required ReduceLoop Inner { get; init; }

    public required nint K { get; init; }

    public required nint StrideAM { get; init; }

    public required nint StrideAK { get; init; }

    public required nint StrideBK { get; init; }
}
