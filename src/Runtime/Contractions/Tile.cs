using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>What all tiles of a contraction have in common.</summary>
internal readonly unsafe struct TileRun
{
    public float* A { get; init; }

    public float* B { get; init; }

    public float* C { get; init; }

    public nint StrideC { get; init; }

    /// <summary>The first element's offset in C.</summary>
    public nint OriginC { get; init; }

    /// <summary>From one column to the next in B, at the beginning of panels.</summary>
    public nint ColumnStep { get; init; }

    /// <summary>From the first vector of a row of B to the third.</summary>
    public nint NextVectors { get; init; }

    public bool PackedB { get; init; }

    /// <summary>C holds the sums so far.</summary>
    public bool GoesOn { get; init; }

    /// <summary>Where tiles put their sums on the way to the epilogue.</summary>
    public float* Sums { get; init; }

    /// <summary>Two vectors of zeros: how a tile begins.</summary>
    public float* Zeros { get; init; }
}

/// <summary>One tile of a contraction: the choice of its kernel.</summary>
internal static unsafe class Tile
{
    /// <summary>A tile of C. Meanwhile asks for the memory <paramref name="ahead"/>.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Run<TSimd, TEpilogue>(
        in Reduction reduction, in TileRun run, float* a, float* b, int rows, int width, nint offset, nint column, ref TEpilogue epilogue, in Ahead ahead = default)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var vectors = (width + TSimd.Count - 1) / TSimd.Count;
        var isWhole = width == vectors * TSimd.Count;
        nint stride = vectors * TSimd.Count;
        var readable = run.PackedB ? (int)stride : width;
        if (TSimd.Count == 16 && rows > TileShape.MostShortRows)
        {
            if (typeof(TEpilogue) == typeof(NoEpilogue) && isWhole)
            {
                var c = run.C + offset;
                TallTile.Sum<TSimd>(in reduction, a, b, rows, vectors, readable, run.GoesOn ? c : run.Zeros, run.GoesOn ? run.StrideC : 0, c, run.StrideC, in ahead);
                return;
            }
            if (run.GoesOn) Gather<TSimd>(run.Sums, rows, width, run.C + offset, run.StrideC);
            TallTile.Sum<TSimd>(in reduction, a, b, rows, vectors, readable, run.GoesOn ? run.Sums : run.Zeros, run.GoesOn ? stride : 0, run.Sums, stride, in ahead);
        }
        else
        {
            if (Unrolls<TEpilogue>() && isWhole && rows >= 4)
            {
                var start = run.GoesOn ? run.C + offset : null;
                if (TSimd.Count != 16 && vectors == 2 && rows == 6)
                {
                    MicroKernel.Run<TSimd, N6, N2, No, TEpilogue>(in reduction, a, b, 0, 0, start, run.StrideC, ref epilogue, run.C, run.StrideC, offset, column);
                    return;
                }
                if (TSimd.Count == 16 && vectors == 4)
                {
                    switch (rows)
                    {
                        case 4: MicroKernel.Run<TSimd, N4, N4, No, TEpilogue>(in reduction, a, b, run.NextVectors, 0, start, run.StrideC, ref epilogue, run.C, run.StrideC, offset, column); return;
                        case 5: MicroKernel.Run<TSimd, N5, N4, No, TEpilogue>(in reduction, a, b, run.NextVectors, 0, start, run.StrideC, ref epilogue, run.C, run.StrideC, offset, column); return;
                        case 6: MicroKernel.Run<TSimd, N6, N4, No, TEpilogue>(in reduction, a, b, run.NextVectors, 0, start, run.StrideC, ref epilogue, run.C, run.StrideC, offset, column); return;
                        default: MicroKernel.Run<TSimd, N7, N4, No, TEpilogue>(in reduction, a, b, run.NextVectors, 0, start, run.StrideC, ref epilogue, run.C, run.StrideC, offset, column); return;
                    }
                }
                if (TSimd.Count == 16 && vectors == 2 && rows == 7)
                {
                    MicroKernel.Run<TSimd, N7, N2, No, TEpilogue>(in reduction, a, b, 0, 0, start, run.StrideC, ref epilogue, run.C, run.StrideC, offset, column);
                    return;
                }
            }
            if (run.GoesOn) Gather<TSimd>(run.Sums, rows, width, run.C + offset, run.StrideC);
            Edge.Sum<TSimd>(in reduction, a, b, run.NextVectors, rows, vectors, readable, run.GoesOn ? run.Sums : null, run.Sums, stride);
        }
        Finish<TSimd, TEpilogue>(run.Sums, rows, width, run.C, run.StrideC, offset, column, ref epilogue);
    }

    /// <summary>A tile of C, row after row of whole vectors.</summary>
    static void Gather<TSimd>(float* sums, int rows, int width, float* c, nint strideC)
        where TSimd : struct, ISimd<TSimd>
    {
        for (; rows > 0; rows--, c += strideC)
        {
            for (var i = 0; i < width; i += TSimd.Count, sums += TSimd.Count) TSimd.Store(TSimd.Load(in *c, i, width - i), ref *sums, 0);
        }
    }

    /// <summary>Applies the epilogue to a tile's sums.</summary>
    [MethodImpl(AggressiveOptimization)]
    internal static void Finish<TSimd, TEpilogue>(float* sums, int rows, int width, float* c, nint strideC, nint offset, nint column, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var e = epilogue;
        var last = width % TSimd.Count;
        for (; rows > 0; rows--)
        {
            var i = 0;
            for (; i + 2 * TSimd.Count <= width; i += 2 * TSimd.Count)
            {
                var (first, second) = (TSimd.Load(in *sums, 0), TSimd.Load(in *sums, TSimd.Count));
                TSimd.Store(e.Apply(first, offset + i, column + i, TSimd.Count), ref *c, offset + i);
                TSimd.Store(e.Apply(second, offset + i + TSimd.Count, column + i + TSimd.Count, TSimd.Count), ref *c, offset + i + TSimd.Count);
                sums += 2 * TSimd.Count;
            }
            if (i + TSimd.Count <= width)
            {
                TSimd.Store(e.Apply(TSimd.Load(in *sums, 0), offset + i, column + i, TSimd.Count), ref *c, offset + i);
                sums += TSimd.Count;
                i += TSimd.Count;
            }
            if (last > 0)
            {
                TSimd.Store(e.Apply(TSimd.Load(in *sums, 0), offset + i, column + i, last), ref *c, offset + i, last);
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
}
