using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// Matrix products and convolutions. A is read where it lies, B as rows or in panels; each sum is formed in one pass over the reduction, in
/// the order of its loops, so that a result does not depend on tiles, chunks or vector width.
/// </summary>
public static unsafe class Contraction
{
    /// <summary>Rows of the tallest tile, and columns of the widest.</summary>
    const int MaxRows = 7, MaxWidth = 64;

    /// <summary>Chunks that the work is cut into.</summary>
    public static int Chunks(in ContractionShape shape) => new Partition(in shape).Chunks;

    /// <summary>Computes one chunk of C = epilogue(A·B).</summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run<TSimd, TEpilogue>(in ContractionShape shape, ref float a, ref float b, ref float c, ref TEpilogue epilogue, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var partition = new Partition(in shape);
        var reduction = ReductionOf<TSimd>(in shape);
        var sums = stackalloc float[MaxRows * MaxWidth + MaxWidth];
        sums = (float*)(((nint)sums + 63) & ~63);
        var (from, to) = partition.BlocksOf(chunk);
        for (var i = from; i < to; i++)
        {
            var block = partition[i];
            var (offsetA, offsetB, offsetC) = OuterOffsets(in shape, block.Outer);
            var run = new BlockRun
            {
                A = (float*)Unsafe.AsPointer(ref a) + offsetA,
                B = (float*)Unsafe.AsPointer(ref b) + offsetB,
                C = (float*)Unsafe.AsPointer(ref c),
                OffsetC = offsetC,
                StrideC = shape.StrideCM,
                ColumnStep = shape.PackedB ? shape.Reduce0.Extent * shape.Reduce1.Extent * shape.K : 1,
                PackedB = shape.PackedB,
                TileRows = TSimd.Count == 16 ? partition.TileRows : 6,
                Sums = sums,
            };
            RunBlock<TSimd, TEpilogue>(in block, in run, in reduction, ref epilogue);
        }
    }

    [MethodImpl(AggressiveOptimization)]
    static void RunBlock<TSimd, TEpilogue>(in Block block, in BlockRun run, in Reduction reduction, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        nint panel = Packing.PanelWidth<TSimd>();
        for (var column = block.ColumnFrom; column < block.ColumnTo; column += panel)
        {
            var width = (int)Math.Min(panel, block.ColumnTo - column);
            var b = run.B + column * run.ColumnStep;
            for (nint row = block.RowFrom; row < block.RowTo; row += run.TileRows)
            {
                var rows = (int)Math.Min(run.TileRows, block.RowTo - row);
                var a = run.A + row * reduction.StrideAM;
                var offset = run.OffsetC + row * run.StrideC + column;
                if (Unrolls<TEpilogue>() && width == panel && rows >= 6)
                {
                    if (TSimd.Count != 16) MicroKernel.Run<TSimd, N6, N2, No, TEpilogue>(in reduction, a, b, 0, ref epilogue, run.C, run.StrideC, offset, column);
                    else if (rows == 6) MicroKernel.Run<TSimd, N6, N4, No, TEpilogue>(in reduction, a, b, 0, ref epilogue, run.C, run.StrideC, offset, column);
                    else MicroKernel.Run<TSimd, N7, N4, No, TEpilogue>(in reduction, a, b, 0, ref epilogue, run.C, run.StrideC, offset, column);
                    continue;
                }
                var vectors = (width + TSimd.Count - 1) / TSimd.Count;
                Edge.Sum<TSimd>(in reduction, a, b, rows, vectors, run.PackedB ? vectors * TSimd.Count : width, run.Sums, vectors * TSimd.Count);
                Finish<TSimd, TEpilogue>(run.Sums, rows, width, run.C, run.StrideC, offset, column, ref epilogue);
            }
        }
    }

    /// <summary>Applies the epilogue to a tile's sums.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void Finish<TSimd, TEpilogue>(float* sums, int rows, int width, float* c, nint strideC, nint offset, nint column, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var e = epilogue;
        for (; rows > 0; rows--)
        {
            var i = 0;
            for (; i + TSimd.Count <= width; i += TSimd.Count)
            {
                TSimd.Store(e.Apply(TSimd.Load(in *sums, 0), offset + i, column + i, TSimd.Count), ref *c, offset + i);
                sums += TSimd.Count;
            }
            if (i < width)
            {
                TSimd.Store(e.Apply(TSimd.Load(in *sums, 0), offset + i, column + i, width - i), ref *c, offset + i, width - i);
                sums += TSimd.Count;
            }
            offset += strideC;
        }
    }

    /// <summary>
    /// Whether a tile's vectors go through the epilogue straight from their registers. Ahead-of-time compilation stops inlining somewhere in the repetition, and the
    /// calls that remain would push every sum into memory (half the speed, where the loop costs a few percent).
    /// </summary>
    static bool Unrolls<TEpilogue>()
        where TEpilogue : struct, IEpilogue, allows ref struct =>
        TEpilogue.Unroll && (RuntimeFeature.IsDynamicCodeSupported || typeof(TEpilogue) == typeof(NoEpilogue));

    static Reduction ReductionOf<TSimd>(in ContractionShape shape)
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

    static (nint A, nint B, nint C) OuterOffsets(in ContractionShape shape, nint index)
    {
        (index, var i3) = Math.DivRem(index, shape.Outer3.Extent);
        (index, var i2) = Math.DivRem(index, shape.Outer2.Extent);
        var (i0, i1) = Math.DivRem(index, shape.Outer1.Extent);
        return (
            i0 * shape.Outer0.StrideA + i1 * shape.Outer1.StrideA + i2 * shape.Outer2.StrideA + i3 * shape.Outer3.StrideA,
            i0 * shape.Outer0.StrideB + i1 * shape.Outer1.StrideB + i2 * shape.Outer2.StrideB + i3 * shape.Outer3.StrideB,
            i0 * shape.Outer0.StrideC + i1 * shape.Outer1.StrideC + i2 * shape.Outer2.StrideC + i3 * shape.Outer3.StrideC);
    }

    /// <summary>One outer iteration's operands, and how its block is walked.</summary>
    readonly struct BlockRun
    {
        public float* A { get; init; }

        public float* B { get; init; }

        public float* C { get; init; }

        /// <summary>From <see cref="C"/> to this iteration's first element.</summary>
        public nint OffsetC { get; init; }

        public nint StrideC { get; init; }

        /// <summary>From one column to the next in B, at the beginning of panels.</summary>
        public nint ColumnStep { get; init; }

        public bool PackedB { get; init; }

        public int TileRows { get; init; }

        /// <summary>Where tiles put their sums on the way to the epilogue.</summary>
        public float* Sums { get; init; }
    }
}
