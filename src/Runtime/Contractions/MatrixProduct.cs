using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>C = epilogue(A·B) for one matrix each: the contraction without further loops, as <see cref="ProductPlan"/> walks it.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Computes one chunk.</summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run<TSimd, TEpilogue>(in ContractionShape shape, float* a, float* b, float* c, ref TEpilogue epilogue, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var plan = new ProductPlan(in shape);
        var sums = stackalloc float[TileShape.MostSums + 3 * 16];
        sums = (float*)(((nint)sums + 63) & ~63);
        var zeros = sums + TileShape.MostSums;
        for (var i = 0; i < 2 * TSimd.Count; i += TSimd.Count) TSimd.Store(TSimd.Zero, ref *zeros, i);
        var inPanels = shape.PackedB || plan.Copies;
        var (k, panel) = (shape.K, (nint)Packing.PanelWidth<TSimd>());
        var run = new TileRun
        {
            A = a,
            B = b,
            C = c,
            StrideC = shape.StrideCM,
            OriginC = shape.OriginC,
            ColumnStep = inPanels ? k : 1,
            NextVectors = inPanels ? k * panel : panel,
            PackedB = inPanels,
            Sums = sums,
            Zeros = zeros,
        };
        var reduction = new Reduction
        {
            Outer = new ReduceLoop(1, 0, 0),
            Inner = new ReduceLoop(1, 0, 0),
            K = k,
            StrideAM = shape.StrideAM,
            StrideAK = 1,
            StrideBK = inPanels ? panel : shape.StrideBK,
        };
        var tile = TileShape.Of<TSimd>(plan.TileRows);
        var toLine = plan.ColumnsToLine(b);
        var block = plan[chunk, toLine];
        var copy = plan.Copies ? Scratch.Rent() : null;
        nint width;
        for (var column = block.ColumnFrom; column < block.ColumnTo; column += width)
        {
            width = Math.Min(column < toLine ? toLine : plan.StripColumns, block.ColumnTo - column);
            var strip = block with { ColumnFrom = column, ColumnTo = column + width };
            if (plan.Copies)
            {
                var copied = new PackLoop(k, shape.StrideBK);
                if (!plan.CopiesOnTheWay)
                {
                    Packing.CopyRows<TSimd>(b + column, copied, copy, k * panel, (int)width);
                    copied = default;
                }
                RunStrip<TSimd, TEpilogue>(in strip, tile, in run, in reduction, copy, copied, 0, !plan.AStaysNear, ref epilogue);
            }
            else
            {
                var next = shape.PackedB && plan.AStaysNear ? Math.Min(plan.StripColumns, shape.N - (column + width)) : 0;
                RunStrip<TSimd, TEpilogue>(in strip, tile, in run, in reduction, b + column * run.ColumnStep, default, next, !plan.AStaysNear, ref epilogue);
            }
        }
        if (copy != null) Scratch.Return(copy);
    }

    /// <summary>
    /// Rows of tiles one after the other. The first row also copies its columns of B into the strip's panels, where these are <paramref name="copied"/>. Meanwhile asks for
    /// <paramref name="nextColumns"/> columns of B that come next, be they this chunk's or not, or for the next rows of A.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    static void RunStrip<TSimd, TEpilogue>(
        in ProductBlock block, TileShape tile, in TileRun run, in Reduction reduction, float* strip, PackLoop copied, nint nextColumns, bool nextRows, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var (k, columns) = (reduction.K, block.ColumnTo - block.ColumnFrom);
        var tilesOfRow = Quotient(columns, tile.Columns);
        var ahead = default(Ahead);
        if (nextColumns > 0)
        {
            ahead.From = strip + columns * k;
            ahead.Step = Quotient(nextColumns, tilesOfRow * Quotient(block.RowTo - block.RowFrom, tile.Rows));
        }
        var a = run.A + block.RowFrom * reduction.StrideAM;
        nint rows;
        for (var row = block.RowFrom; row < block.RowTo; row += rows)
        {
            rows = tile.NextRows(block.RowTo - row);
            if (nextRows)
            {
                var next = Math.Min(rows, block.RowTo - row - rows);
                ahead.From = next > 0 ? a + rows * reduction.StrideAM : null;
                ahead.Step = Quotient(next * reduction.StrideAM, tilesOfRow * k);
            }
            var b = strip;
            var offset = run.OriginC + row * run.StrideC + block.ColumnFrom;
            for (var column = block.ColumnFrom; column < block.ColumnTo; column += tile.Columns)
            {
                var width = (int)Math.Min(tile.Columns, block.ColumnTo - column);
                if (copied.Extent == 0 || row > block.RowFrom) RunTile<TSimd, TEpilogue>(in reduction, in run, a, b, (int)rows, width, offset, column, ref epilogue, in ahead);
                else CopyAndRunTile<TSimd, TEpilogue>(in reduction, in run, a, b, copied, (int)rows, width, offset, column, ref epilogue, in ahead);
                b += tile.Columns * run.ColumnStep;
                offset += tile.Columns;
                ahead.From += ahead.Step * k;
            }
            a += rows * reduction.StrideAM;
        }
    }

    /// <summary>One tile, with the shortest way to the commonest ones: small ones take no longer than a choice among all.</summary>
    [MethodImpl(AggressiveInlining)]
    static void RunTile<TSimd, TEpilogue>(
        in Reduction reduction, in TileRun run, float* a, float* b, int rows, int width, nint offset, nint column, ref TEpilogue epilogue, in Ahead ahead)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        if (typeof(TEpilogue) == typeof(NoEpilogue) && TSimd.Count == 16 && width == 2 * TSimd.Count)
        {
            switch (rows)
            {
                case 14:
                    TallKernel.Run<TSimd, N14, N2, No, No>(in reduction, a, b, 0, run.Zeros, 0, run.C + offset, run.StrideC, in ahead);
                    return;
                case 12:
                    TallKernel.Run<TSimd, N12, N2, No, No>(in reduction, a, b, 0, run.Zeros, 0, run.C + offset, run.StrideC, in ahead);
                    return;
                case 8:
                    TallKernel.Run<TSimd, N8, N2, No, No>(in reduction, a, b, 0, run.Zeros, 0, run.C + offset, run.StrideC, in ahead);
                    return;
            }
        }
        Tile.Run<TSimd, TEpilogue>(in reduction, in run, a, b, rows, width, offset, column, ref epilogue, in ahead);
    }

    /// <summary>
    /// One tile, and its columns of B into <paramref name="panel"/>. A whole panel of a tall tile is stored as its vectors come by on their way to the multipliers: the tile
    /// loads them anyway, and a copy made beforehand would wait for memory while nothing is computed.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    static void CopyAndRunTile<TSimd, TEpilogue>(
        in Reduction reduction, in TileRun run, float* a, float* panel, PackLoop copied, int rows, int width, nint offset, nint column, ref TEpilogue epilogue, in Ahead ahead)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var b = run.B + column;
        if (TSimd.Count == 16 && width == 2 * TSimd.Count && rows > TileShape.MostShortRows)
        {
            var inPlace = reduction with { StrideBK = copied.Stride };
            var isPlain = typeof(TEpilogue) == typeof(NoEpilogue);
            var (sums, stride) = isPlain ? ((nint)(run.C + offset), run.StrideC) : ((nint)run.Sums, 2 * TSimd.Count);
            switch (rows)
            {
                case 8:
                    TallKernel.Run<TSimd, N8, N2, No, Yes>(in inPlace, a, b, 0, run.Zeros, 0, (float*)sums, stride, in ahead, panel);
                    break;
                case 12:
                    TallKernel.Run<TSimd, N12, N2, No, Yes>(in inPlace, a, b, 0, run.Zeros, 0, (float*)sums, stride, in ahead, panel);
                    break;
                default:
                    TallKernel.Run<TSimd, N14, N2, No, Yes>(in inPlace, a, b, 0, run.Zeros, 0, (float*)sums, stride, in ahead, panel);
                    break;
            }
            if (!isPlain) Tile.Finish<TSimd, TEpilogue>(run.Sums, rows, width, run.C, run.StrideC, offset, column, ref epilogue);
        }
        else
        {
            Packing.CopyRows<TSimd>(b, copied, panel, 0, width);
            Tile.Run<TSimd, TEpilogue>(in reduction, in run, a, panel, rows, width, offset, column, ref epilogue, in ahead);
        }
    }

    static nint Quotient(nint x, nint y) => (x + y - 1) / y;
}
