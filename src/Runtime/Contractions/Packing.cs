using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// Rewrites B into panels, as wide as the micro-kernel's tile, in which the rows k lie one after the other: the order in which a contraction reads them. Columns beyond
/// N are zero. One batch takes k · (N rounded up to 64) elements, whatever the width of a panel.
/// </summary>
public static unsafe class Packing
{
    /// <summary>Elements that are worth a chunk.</summary>
    const long Grain = 1 << 14;

    const int MaxChunks = 64;

    /// <summary>Rows of the widest vector by columns of its panel.</summary>
    const int LargestTile = 16 * 32;

    /// <summary>Columns of a panel: 32, 16 or 8.</summary>
    [MethodImpl(AggressiveInlining)]
    public static int PanelWidth<TSimd>()
        where TSimd : struct, ISimd<TSimd> => 2 * TSimd.Count;

    /// <summary>Elements of one packed batch.</summary>
    public static nint PackedSize(nint k, nint n) => k * Groups(n) * Partition.ColumnGroup;

    /// <summary>Chunks that the work is cut into: by whole groups of 64 columns.</summary>
    public static int Chunks(in PackShape shape)
    {
        var groups = shape.Batch * Groups(shape.N);
        var work = (double)shape.Batch * PackedSize(SizeK(in shape), shape.N);
        return (int)Math.Max(1, Math.Min(groups, Math.Clamp(work / Grain, 1, MaxChunks)));
    }

    /// <summary>Packs one chunk.</summary>
    public static void Run<TSimd>(in PackShape shape, ref float source, ref float panels, int chunk)
        where TSimd : struct, ISimd<TSimd>
    {
        var (chunks, groups, k) = (Chunks(in shape), Groups(shape.N), SizeK(in shape));
        var total = shape.Batch * groups;
        for (var i = total * chunk / chunks; i < total * (chunk + 1) / chunks; i++)
        {
            var (batch, group) = Math.DivRem(i, groups);
            var from = (float*)Unsafe.AsPointer(ref source) + batch * shape.StrideBatch;
            var to = (float*)Unsafe.AsPointer(ref panels) + batch * PackedSize(k, shape.N);
            var end = Math.Min((group + 1) * Partition.ColumnGroup, shape.N);
            for (var column = group * Partition.ColumnGroup; column < end; column += PanelWidth<TSimd>())
            {
                var width = (int)Math.Min(PanelWidth<TSimd>(), shape.N - column);
                Panel<TSimd>(in shape, from + column * shape.StrideN, to + column * k, width);
            }
        }
    }

    /// <summary>Packs one panel, of which <paramref name="width"/> columns exist.</summary>
    internal static void Panel<TSimd>(in PackShape shape, float* source, float* panel, int width)
        where TSimd : struct, ISimd<TSimd>
    {
        var (outer, middle, inner) = (shape.K0, shape.K1, shape.K2);
        if (outer.Stride == middle.Extent * middle.Stride) (outer, middle) = (new PackLoop(1, 0), middle with { Extent = outer.Extent * middle.Extent });
        // Columns whose elements are neighbors, only in another order: (tap, channel) of filters by (channel, tap).
        var isTurned = shape.StrideN != 1 && inner.Stride > 1 && middle.Stride == 1 && inner.Stride == middle.Extent && middle.Extent * inner.Extent >= TSimd.Count;
        for (nint i = 0; i < outer.Extent; i++, source += outer.Stride)
        {
            if (isTurned)
            {
                TurnRows<TSimd>(source, middle.Extent, inner.Extent, shape.StrideN, panel, width);
                panel += middle.Extent * inner.Extent * PanelWidth<TSimd>();
                continue;
            }
            for (nint j = 0; j < middle.Extent; j++, panel += inner.Extent * PanelWidth<TSimd>())
            {
                var from = source + j * middle.Stride;
                if (shape.StrideN == 1) CopyRows<TSimd>(from, inner, panel, 0, width);
                else if (inner.Stride == 1) TransposeRows<TSimd>(from, inner.Extent, shape.StrideN, panel, width);
                else GatherRows<TSimd>(from, inner, 0, shape.StrideN, panel, width);
            }
        }
    }

    /// <summary>Columns are neighbors in the source; they make up one or more panels, <paramref name="step"/> apart.</summary>
    [MethodImpl(AggressiveOptimization)]
    internal static void CopyRows<TSimd>(float* source, PackLoop k, float* panels, nint step, int width)
        where TSimd : struct, ISimd<TSimd>
    {
        for (nint row = 0; row < k.Extent; row++)
        {
            var to = panels;
            nint i = 0;
            for (; i + PanelWidth<TSimd>() <= width; i += PanelWidth<TSimd>())
            {
                var (first, second) = (TSimd.Load(in *source, i), TSimd.Load(in *source, i + TSimd.Count));
                TSimd.Store(first, ref *to, 0);
                TSimd.Store(second, ref *to, TSimd.Count);
                to += step;
            }
            if (i < width)
            {
                TSimd.Store(TSimd.Load(in *source, i, (int)(width - i)), ref *to, 0);
                TSimd.Store(i + TSimd.Count < width ? TSimd.Load(in *source, i + TSimd.Count, (int)(width - i) - TSimd.Count) : TSimd.Zero, ref *to, TSimd.Count);
            }
            source += k.Stride;
            panels += PanelWidth<TSimd>();
        }
    }

    /// <summary>Rows are neighbors in the source: tiles are transposed in registers.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void TransposeRows<TSimd>(float* source, nint extent, nint strideN, float* panel, int width)
        where TSimd : struct, ISimd<TSimd>
    {
        nint row = 0;
        for (; row + TSimd.Count <= extent; row += TSimd.Count) TransposeTile<TSimd>(source + row, strideN, panel + row * PanelWidth<TSimd>(), width);
        GatherRows<TSimd>(source, new PackLoop(extent, 1), row, strideN, panel, width);
    }

    /// <summary>As many rows as a vector has lanes, neighbors in the source.</summary>
    [MethodImpl(AggressiveInlining)]
    static void TransposeTile<TSimd>(float* source, nint strideN, float* panel, int width)
        where TSimd : struct, ISimd<TSimd>
    {
        for (nint i = 0; i < PanelWidth<TSimd>(); i += TSimd.Count)
        {
            if (i + TSimd.Count <= width) TSimd.Transpose(in source[i * strideN], strideN, ref panel[i], PanelWidth<TSimd>());
            else GatherColumns<TSimd>(source + i * strideN, new PackLoop(TSimd.Count, 1), strideN, panel + i, (int)(width - i));
        }
    }

    /// <summary>
    /// All rows are neighbors in the source, [inner, middle], and become [middle, inner]. The source, which may come from afar, is read from end to end: a tile is transposed in the
    /// first-level cache, and its rows go where they belong.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    static void TurnRows<TSimd>(float* source, nint middle, nint inner, nint strideN, float* panel, int width)
        where TSimd : struct, ISimd<TSimd>
    {
        var buffer = stackalloc float[LargestTile + 16];
        var tile = (float*)(((nint)buffer + 63) & ~63);
        var (step, back) = (inner * PanelWidth<TSimd>(), (middle * inner - 1) * PanelWidth<TSimd>());
        var end = middle * inner - TSimd.Count;
        for (nint first = 0; ;)
        {
            TransposeTile<TSimd>(source + first, strideN, tile, width);
            var (j, i) = Math.DivRem(first, middle);
            var to = panel + i * step + j * PanelWidth<TSimd>();
            for (var row = tile; row < tile + TSimd.Count * PanelWidth<TSimd>(); row += PanelWidth<TSimd>())
            {
                TSimd.Store(TSimd.Load(in *row, 0), ref *to, 0);
                TSimd.Store(TSimd.Load(in *row, TSimd.Count), ref *to, TSimd.Count);
                to += step;
                if (++i < middle) continue;
                i = 0;
                to -= back;
            }
            if (first == end) return;
            first = Math.Min(first + TSimd.Count, end);     // the last tile reaches back
        }
    }

    /// <summary>Any strides, from a row on.</summary>
    static void GatherRows<TSimd>(float* source, PackLoop k, nint row, nint strideN, float* panel, int width)
        where TSimd : struct, ISimd<TSimd>
    {
        var rest = new PackLoop(k.Extent - row, k.Stride);
        for (nint i = 0; i < PanelWidth<TSimd>(); i += TSimd.Count)
        {
            GatherColumns<TSimd>(source + i * strideN + row * k.Stride, rest, strideN, panel + row * PanelWidth<TSimd>() + i, (int)(width - i));
        }
    }

    /// <summary>One vector's columns, of which only <paramref name="count"/> exist.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void GatherColumns<TSimd>(float* source, PackLoop k, nint strideN, float* panel, int count)
        where TSimd : struct, ISimd<TSimd>
    {
        for (nint row = 0; row < k.Extent; row++)
        {
            TSimd.Store(count <= 0 ? TSimd.Zero : TSimd.LoadStrided(in *source, 0, strideN, count), ref *panel, 0);
            source += k.Stride;
            panel += PanelWidth<TSimd>();
        }
    }

    static nint SizeK(in PackShape shape) => shape.K0.Extent * shape.K1.Extent * shape.K2.Extent;

    static nint Groups(nint n) => (n + Partition.ColumnGroup - 1) / Partition.ColumnGroup;
}
