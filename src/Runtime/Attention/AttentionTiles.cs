using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>What the forward and the backward pass share: packing, scores, masks and exponentials of a tile.</summary>
internal static unsafe class AttentionTiles
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = AttentionPartition.TileRows;

    /// <summary>Columns of the widest panel.</summary>
    public const int MaxPanel = 64;

    /// <summary>Rewrites vectors at <paramref name="count"/> positions into panels of columns.</summary>
    public static void PackKeys<TSimd>(float* source, nint stride, nint size, int count, float* panels)
        where TSimd : struct, ISimd<TSimd>
    {
        var shape = new PackShape { Batch = 1, K0 = new PackLoop(1, 0), K1 = new PackLoop(1, 0), K2 = new PackLoop(size, 1), N = count, StrideN = stride };
        var panel = Packing.PanelWidth<TSimd>();
        for (var column = 0; column < count; column += panel)
            Packing.Panel<TSimd>(in shape, source + column * stride, panels + column * size, Math.Min(panel, count - column));
    }

    /// <summary>scores[row·scoreStride + key] = Σ over c of source[row·stride + c]·panels[c, key], for whole vectors of keys.</summary>
    public static void Scores<TSimd>(float* source, nint stride, nint size, float* panels, int rows, int keys, float* scores, nint scoreStride)
        where TSimd : struct, ISimd<TSimd>
    {
        var panel = Packing.PanelWidth<TSimd>();
        var reduction = ReductionOf(size, stride, 1, panel);
        for (var column = 0; column < keys; column += panel)
        {
            var vectors = (Math.Min(panel, keys - column) + TSimd.Count - 1) / TSimd.Count;
            Edge.Sum<TSimd>(in reduction, source, panels + column * size, rows, vectors, vectors * TSimd.Count, scores + column, scoreStride);
        }
    }

    /// <summary>1 for keys that are kept, 0 for padding; null when there is no padding among them.</summary>
    public static float* KeptKeys(bool* padding, nint from, int count, float* kept)
    {
        if (padding == null || !new ReadOnlySpan<bool>(padding + from, count).Contains(true)) return null;
        for (var i = 0; i < count; i++) kept[i] = padding[from + i] ? 0 : 1;
        return kept;
    }

    /// <summary>Scales a row of scores, puts −∞ where a key is not seen, and gives the largest.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static float Mask<TSimd>(float* scores, int keys, float scale, int first, int end, float* kept)
        where TSimd : struct, ISimd<TSimd>
    {
        // NaN may be lost in the maximum: it comes back with the exponentials.
        var (factor, hidden, maximum) = (TSimd.Create(scale), TSimd.Create(float.NegativeInfinity), TSimd.Create(float.NegativeInfinity));
        var all = Math.Min(keys, end) & -TSimd.Count;
        var i = 0;
        if (first == 0 && kept == null)
        {
            for (; i < all; i += TSimd.Count)
            {
                var score = TSimd.Load(in *scores, i) * factor;
                TSimd.Store(score, ref *scores, i);
                maximum = TSimd.AtLeast(maximum, score);
            }
        }
        for (; i < keys; i += TSimd.Count)
        {
            var lane = TSimd.Lanes + TSimd.Create(i);
            var seen = TSimd.LessOrEqual(TSimd.Create(first), lane) & TSimd.Less(lane, TSimd.Create(Math.Min(keys, end)));
            if (kept != null) seen &= TSimd.Less(TSimd.Zero, TSimd.Load(in *kept, i));
            var score = TSimd.Select(seen, TSimd.Load(in *scores, i) * factor, hidden);
            TSimd.Store(score, ref *scores, i);
            maximum = TSimd.AtLeast(maximum, score);
        }
        return TSimd.HorizontalMax(maximum);
    }

    /// <summary>Replaces each x of a row by eˣ⁻ˢʰⁱᶠᵗ, and gives their sum.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static float Exponentials<TSimd>(float* row, int count, float shift)
        where TSimd : struct, ISimd<TSimd>
    {
        var (s, sum) = (TSimd.Create(shift), TSimd.Zero);
        for (var i = 0; i < count; i += TSimd.Count)
        {
            var x = VectorMath.Exp(TSimd.Load(in *row, i) - s);
            TSimd.Store(x, ref *row, i);
            sum += x;
        }
        return TSimd.Sum(sum);
    }

    /// <summary>destination = (destination·correction + sums)·factor; of what no sum is in yet, sums·factor.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Accumulate<TSimd>(float* sums, int width, float* destination, bool isFirst, float correction, float factor)
        where TSimd : struct, ISimd<TSimd>
    {
        var (c, f) = (TSimd.Create(correction), TSimd.Create(factor));
        for (var i = 0; i < width; i += TSimd.Count)
        {
            var sum = TSimd.Load(in *sums, i);
            if (!isFirst) TSimd.MultiplyAccumulate(TSimd.Load(in *destination, i, width - i), c, ref sum);
            TSimd.Store(sum * f, ref *destination, i, width - i);
        }
    }

    /// <summary>
    /// destination[row, column] += Σ over k of a[row, k]·b[k, column], for up to <see cref="Rows"/> rows; the columns of b and of the destination are neighbors. <paramref name="sums"/> is working memory of a tile.
    /// </summary>
    public static void AddProduct<TSimd>(in Reduction reduction, float* a, float* b, int rows, nint columns, float* destination, nint stride, float* sums)
        where TSimd : struct, ISimd<TSimd>
    {
        var panel = Packing.PanelWidth<TSimd>();
        for (nint column = 0; column < columns; column += panel)
        {
            var width = (int)Math.Min(panel, columns - column);
            Edge.Sum<TSimd>(in reduction, a, b + column, rows, (width + TSimd.Count - 1) / TSimd.Count, width, sums, MaxPanel);
            for (var row = 0; row < rows; row++) Accumulate<TSimd>(sums + row * MaxPanel, width, destination + row * stride + column, false, 1, 1);
        }
    }

    public static Reduction ReductionOf(nint k, nint strideAM, nint strideAK, nint strideBK) => new()
    {
        Outer = new ReduceLoop(1, 0, 0),
        Inner = new ReduceLoop(1, 0, 0),
        K = k,
        StrideAM = strideAM,
        StrideAK = strideAK,
        StrideBK = strideBK,
    };
}
