using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// Matrix products and convolutions. A is read where it lies, B as rows or in panels; each sum is formed in the order of its reduction, so that a result does not depend on
/// tiles, chunks or vector width.
/// </summary>
public static unsafe class Contraction
{
    /// <summary>Chunks that the work is cut into.</summary>
    public static int Chunks(in ContractionShape shape) =>
        RowProduct.Covers(in shape) ? RowProduct.Chunks(in shape)
        : ProductPlan.Covers(in shape) ? new ProductPlan(in shape).Chunks
        : new Partition(in shape).Chunks;

    /// <summary>Computes one chunk of C = epilogue(A·B).</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Run<TSimd, TEpilogue>(in ContractionShape shape, ref float a, ref float b, ref float c, ref TEpilogue epilogue, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var pointerA = (float*)Unsafe.AsPointer(ref a);
        var pointerB = (float*)Unsafe.AsPointer(ref b);
        var pointerC = (float*)Unsafe.AsPointer(ref c);
        if (RowProduct.Covers(in shape)) RowProduct.Run<TSimd, TEpilogue>(in shape, pointerA, pointerB, pointerC, ref epilogue, chunk);
        else if (ProductPlan.Covers(in shape)) MatrixProduct.Run<TSimd, TEpilogue>(in shape, pointerA, pointerB, pointerC, ref epilogue, chunk);
        else RunBlocks<TSimd, TEpilogue>(in shape, pointerA, pointerB, pointerC, ref epilogue, chunk);
    }

    /// <summary>The general walk: runs of blocks.</summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    static void RunBlocks<TSimd, TEpilogue>(in ContractionShape shape, float* a, float* b, float* c, ref TEpilogue epilogue, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var partition = new Partition(in shape);
        var reduction = ReductionOf<TSimd>(in shape);
        var sums = stackalloc float[TileShape.MostSums + 3 * 16];
        sums = (float*)(((nint)sums + 63) & ~63);
        var zeros = sums + TileShape.MostSums;
        for (var i = 0; i < 2 * TSimd.Count; i += TSimd.Count) TSimd.Store(TSimd.Zero, ref *zeros, i);
        var steps = shape.Reduce0.Extent * shape.Reduce1.Extent * shape.K;
        var run = new TileRun
        {
            A = a,
            B = b,
            C = c,
            StrideC = shape.StrideCM,
            OriginC = shape.OriginC,
            ColumnStep = shape.PackedB ? steps : 1,
            NextVectors = shape.PackedB ? steps * Packing.PanelWidth<TSimd>() : 2 * TSimd.Count,
            PackedB = shape.PackedB,
            Sums = sums,
            Zeros = zeros,
        };
        var tile = TileShape.Of<TSimd>(partition.TileRows);
        var (from, to) = partition.BlocksOf(chunk);
        while (from < to)
        {
            var strip = partition.StripAt(from, to);
            if (typeof(TEpilogue) == typeof(NoEpilogue) && partition.IsCut)
            {
                var parts = reduction.Parts;
                for (nint i = 0; i < parts; i++)
                {
                    var (part, offsetA, offsetB) = reduction[i];
                    var partRun = run with { A = run.A + offsetA, B = run.B + offsetB, GoesOn = i > 0 };
                    RunStrip<TSimd, TEpilogue>(in partition, in strip, tile, in partRun, in part, ref epilogue);
                }
            }
            else
            {
                RunStrip<TSimd, TEpilogue>(in partition, in strip, tile, in run, in reduction, ref epilogue);
            }
            from += strip.UnitTo - strip.UnitFrom;
        }
    }

    // Rows that stay near, then columns, so that both come from afar as rarely as possible.
    [MethodImpl(AggressiveOptimization)]
    static void RunStrip<TSimd, TEpilogue>(
        in Partition partition, in Strip strip, TileShape tile, in TileRun run, in Reduction reduction, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        nint end;
        for (var unit = strip.UnitFrom; unit < strip.UnitTo; unit = end)
        {
            end = unit + Math.Min(strip.UnitTo - unit, partition.GroupedUnits);
            var (image, rowBlock) = Math.DivRem(unit, partition.RowBlocks);
            var first = new OuterWalk(partition.Outer, strip.Batch * partition.Outer.Images + image);
            var firstB = run.B + first.B;
            var (firstA, firstC) = (first.A, first.C + run.OriginC);
            for (var column = strip.ColumnFrom; column < strip.ColumnTo; column += tile.Columns)
            {
                var width = (int)Math.Min(tile.Columns, strip.ColumnTo - column);
                var b = firstB + column * run.ColumnStep;
                var (walk, block) = (first, rowBlock);
                var (outerA, outerC) = (firstA, firstC);
                for (var left = end - unit; left > 0; left--)
                {
                    var (row, rowTo) = partition.RowsOf(block);
                    var a = run.A + outerA + row * reduction.StrideAM;
                    var offset = outerC + row * run.StrideC + column;
                    while (row < rowTo)
                    {
                        var rows = tile.NextRows(rowTo - row);
                        Tile.Run<TSimd, TEpilogue>(in reduction, in run, a, b, rows, width, offset, column, ref epilogue);
                        row += rows;
                        a += rows * reduction.StrideAM;
                        offset += rows * run.StrideC;
                    }
                    if (left == 1 || ++block < partition.RowBlocks) continue;
                    block = 0;
                    walk.Next();
                    (outerA, outerC) = (walk.A, walk.C + run.OriginC);
                }
            }
        }
    }

    /// <summary>The reduction, with the strides of panels where B is packed.</summary>
    internal static Reduction ReductionOf<TSimd>(in ContractionShape shape)
        where TSimd : struct, ISimd<TSimd>
    {
        var (outer, inner, panel) = (shape.Reduce0, shape.Reduce1, (nint)Packing.PanelWidth<TSimd>());
        if (shape.PackedB)
        {
            // In a panel the reduction's steps lie one after the other.
            inner.StrideB = shape.K * panel;
            outer.StrideB = inner.Extent * inner.StrideB;
        }
        return new Reduction
        {
            Outer = outer,
            Inner = inner,
            K = shape.K,
            StrideAM = shape.StrideAM,
            StrideAK = shape.StrideAK,
            StrideBK = shape.PackedB ? panel : shape.StrideBK,
        };
    }
}
