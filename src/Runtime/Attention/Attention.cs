using System;
using System.Runtime.CompilerServices;
using static Sinter.Runtime.AttentionTiles;

namespace Sinter.Runtime;

/// <summary>
/// Scaled dot-product attention (Vaswani et al. 2017), y = softmax(scale·Q·Kᵀ)·V per head, without the matrix of weights: keys are taken a block at a time, and a
/// row's maximum and sum are corrected as they become known (Milakov and Gimelshein 2018; Dao et al. 2022, "FlashAttention").
/// </summary>
/// <remarks>
/// A row's result is the same to the bit however many rows are computed with it, and whatever keys follow those it sees: blocks begin at multiples of a constant, and a key that
/// a row does not see adds an exact zero. A row that sees no key is zero. Weights are computed for whole tiles of rows: an infinite or NaN value reaches, as 0·∞, rows near
/// it that do not see it, as it does where the matrix is formed.
/// </remarks>
public static unsafe class Attention
{
    /// <summary>Keys that are taken at a time: what their scores, packed keys and values take stays in the second-level cache.</summary>
    internal const int KeyBlock = 256;

    /// <summary>Chunks that the work is cut into.</summary>
    public static int Chunks(in AttentionShape shape) => new AttentionPartition(in shape).Chunks;

    /// <summary>Floats of working memory that a chunk of <see cref="Run"/> needs.</summary>
    public static nint Scratch(in AttentionShape shape) =>
        KeyBlock * shape.HeadSize + KeyBlock + AttentionTiles.Rows * (KeyBlock + MaxPanel) + 16 + 2 * shape.Groups * AttentionPartition.MaxRows;

    /// <summary>
    /// Computes one chunk. <paramref name="padding"/> [Batch, Keys] is true for keys that no query sees; <paramref name="result"/> is [Batch, Queries, Heads, ValueSize];
    /// <paramref name="logSum"/> [Batch, Heads, Queries], which the derivative wants, the logarithm of the sum of a row's exponentials. Null references stand for padding that
    /// is not there, and for logarithms that nobody asks for. <paramref name="scratch"/> is as long as <see cref="Scratch"/> says.
    /// </summary>
    [SkipLocalsInit]
    public static void Run<TSimd>(
        in AttentionShape shape, ref float query, ref float key, ref float value, ref bool padding, ref float result, ref float logSum, ref float scratch,
        ulong seed, long step, int chunk)
        where TSimd : struct, ISimd<TSimd>
    {
        var memory = (float*)Unsafe.AsPointer(ref scratch);
        var states = shape.Groups * AttentionPartition.MaxRows;
        var panels = memory;
        var scores = panels + KeyBlock * shape.HeadSize;
        var sums = scores + AttentionTiles.Rows * KeyBlock;
        var corrections = sums + AttentionTiles.Rows * MaxPanel;
        var kept = corrections + 16;
        var partition = new AttentionPartition(in shape);
        var (from, to) = partition.UnitsOf(chunk);
        for (var i = from; i < to; i++)
        {
            var unit = partition[i];
            var run = new ForwardRun
            {
                Rows = new HeadRows(in shape, in unit),
                Query = (float*)Unsafe.AsPointer(ref query) + unit.Batch * shape.Query.Batch,
                Key = (float*)Unsafe.AsPointer(ref key) + unit.Batch * shape.Key.Batch + unit.KeyHead * shape.Key.Head,
                Value = (float*)Unsafe.AsPointer(ref value) + unit.Batch * shape.Value.Batch + unit.KeyHead * shape.Value.Head,
                Padding = Unsafe.IsNullRef(ref padding) ? null : (bool*)Unsafe.AsPointer(ref padding) + unit.Batch * shape.Keys,
                Result = (float*)Unsafe.AsPointer(ref result) + unit.Batch * shape.Queries * shape.Heads * shape.ValueSize,
                LogSum = Unsafe.IsNullRef(ref logSum) ? null : (float*)Unsafe.AsPointer(ref logSum) + unit.Batch * shape.Heads * shape.Queries,
                Panels = panels,
                Scores = scores,
                Sums = sums,
                Corrections = corrections,
                Kept = kept,
                Maxima = kept + KeyBlock,
                Totals = kept + KeyBlock + states,
                Random = new RandomWeights(in shape, seed, step, unit.Batch),
            };
            RunUnit<TSimd>(in shape, in run);
        }
    }

    static void RunUnit<TSimd>(in AttentionShape shape, in ForwardRun run)
        where TSimd : struct, ISimd<TSimd>
    {
        var rows = run.Rows;
        new Span<float>(run.Maxima, (int)(rows.Groups * rows.Count)).Fill(float.NegativeInfinity);
        new Span<float>(run.Totals, (int)(rows.Groups * rows.Count)).Clear();
        var (first, end) = rows.Visible(in shape, 0, rows.Count);
        for (var keyFrom = first / KeyBlock * KeyBlock; keyFrom < end; keyFrom += KeyBlock)
        {
            var keys = (int)Math.Min(KeyBlock, end - keyFrom);
            PackKeys<TSimd>(run.Key + keyFrom * shape.Key.Position, shape.Key.Position, shape.HeadSize, keys, run.Panels);
            var kept = KeptKeys(run.Padding, keyFrom, keys, run.Kept);
            for (nint group = 0; group < rows.Groups; group++)
            {
                for (nint row = 0; row < rows.Count; row += AttentionTiles.Rows)
                    Tile<TSimd>(in shape, in run, new AttentionTile(group, row, (int)Math.Min(AttentionTiles.Rows, rows.Count - row), keyFrom, keys), kept);
            }
        }
        for (nint group = 0; group < rows.Groups; group++) Finish(in shape, in run, group);
    }

    /// <summary>One tile of rows against one block of keys.</summary>
    static void Tile<TSimd>(in AttentionShape shape, in ForwardRun run, AttentionTile tile, float* kept)
        where TSimd : struct, ISimd<TSimd>
    {
        var (first, end) = run.Rows.Visible(in shape, tile.Row, tile.Rows);
        if (end <= tile.KeyFrom || first >= tile.KeyFrom + tile.Keys) return;
        var keys = (int)Math.Min(tile.Keys, end - tile.KeyFrom);
        var state = tile.Group * run.Rows.Count + tile.Row;
        Scores<TSimd>(run.Query + run.Rows.Offset(shape.Query, tile.Group, tile.Row), run.Rows.Stride(shape.Query), shape.HeadSize, run.Panels, tile.Rows, keys, run.Scores, KeyBlock);
        Weights<TSimd>(in shape, in run, tile, kept, keys, run.Maxima + state, run.Totals + state);

        var reduction = ReductionOf(keys, KeyBlock, 1, shape.Value.Position);
        var value = run.Value + tile.KeyFrom * shape.Value.Position;
        var result = run.Result + run.Rows.ResultOffset(in shape, shape.ValueSize, tile.Group, tile.Row);
        var isFirst = first >= tile.KeyFrom;
        var isLast = end <= tile.KeyFrom + KeyBlock;
        var panel = Packing.PanelWidth<TSimd>();
        for (var column = 0; column < shape.ValueSize; column += panel)
        {
            var width = (int)Math.Min(panel, shape.ValueSize - column);
            var vectors = (width + TSimd.Count - 1) / TSimd.Count;
            Edge.Sum<TSimd>(in reduction, run.Scores, value + column, tile.Rows, vectors, width, run.Sums, MaxPanel);
            for (var row = 0; row < tile.Rows; row++)
            {
                var total = run.Totals[state + row];
                Accumulate<TSimd>(
                    run.Sums + row * MaxPanel, width, result + row * run.Rows.ResultStride(in shape, shape.ValueSize) + column,
                    isFirst, run.Corrections[row], isLast ? (total == 0 ? 0 : 1 / total) : 1);
            }
        }
    }

    /// <summary>Makes weights of a tile's scores: eˢ⁻ᵐ with m the row's maximum so far. What was summed before is to be multiplied by the corrections.</summary>
    static void Weights<TSimd>(in AttentionShape shape, in ForwardRun run, AttentionTile tile, float* kept, int keys, float* maxima, float* totals)
        where TSimd : struct, ISimd<TSimd>
    {
        var shifts = stackalloc float[AttentionTiles.Rows];
        for (var row = 0; row < tile.Rows; row++)
        {
            var (first, end) = run.Rows.Visible(in shape, tile.Row + row, 1);
            var maximum = MathF.Max(maxima[row], Mask<TSimd>(run.Scores + row * KeyBlock, keys, shape.Scale, (int)Math.Max(first - tile.KeyFrom, 0), (int)Math.Max(end - tile.KeyFrom, 0), kept));
            // Where nothing was seen so far, all weights are e^−∞ whatever is subtracted, but for −∞ itself.
            shifts[row] = float.IsNegativeInfinity(maximum) ? 0 : maximum;
            run.Corrections[row] = maxima[row] - shifts[row];
            maxima[row] = maximum;
        }
        for (var row = 0; row < tile.Rows; row += TSimd.Count)
            TSimd.Store(VectorMath.Exp(TSimd.Load(in *run.Corrections, row)), ref *run.Corrections, row);
        for (var row = 0; row < tile.Rows; row++)
        {
            var weights = run.Scores + row * KeyBlock;
            totals[row] = totals[row] * run.Corrections[row] + Exponentials<TSimd>(weights, keys, shifts[row]);
            if (run.Random.Rate > 0) run.Random.Drop<TSimd>(weights, keys, run.Rows.Head(tile.Group, tile.Row + row), run.Rows.Position(tile.Row + row), tile.KeyFrom);
        }
    }

    /// <summary>Rows that saw no key, and the logarithms of the sums.</summary>
    static void Finish(in AttentionShape shape, in ForwardRun run, nint group)
    {
        for (nint row = 0; row < run.Rows.Count; row++)
        {
            var state = group * run.Rows.Count + row;
            var (first, end) = run.Rows.Visible(in shape, row, 1);
            if (end <= first) new Span<float>(run.Result + run.Rows.ResultOffset(in shape, shape.ValueSize, group, row), (int)shape.ValueSize).Clear();
            if (run.LogSum != null) run.LogSum[run.Rows.Head(group, row) * shape.Queries + run.Rows.Position(row)] = run.Maxima[state] + MathF.Log(run.Totals[state]);
        }
    }

    /// <summary>One unit's operands, each from its sequence's beginning on (keys and values: from their head's), and its working memory.</summary>
    readonly struct ForwardRun
    {
        public HeadRows Rows { get; init; }

        public float* Query { get; init; }

        public float* Key { get; init; }

        public float* Value { get; init; }

        public bool* Padding { get; init; }

        public float* Result { get; init; }

        public float* LogSum { get; init; }

        /// <summary>A block's keys, as the micro-kernel reads them.</summary>
        public float* Panels { get; init; }

        /// <summary>A tile's scores, then weights: rows <see cref="KeyBlock"/> apart.</summary>
        public float* Scores { get; init; }

        /// <summary>A tile's weighted sums of values.</summary>
        public float* Sums { get; init; }

        /// <summary>What a tile's sums so far are multiplied by.</summary>
        public float* Corrections { get; init; }

        /// <summary>1 for a block's keys that may be seen, 0 for padding.</summary>
        public float* Kept { get; init; }

        /// <summary>Of each row: the largest score so far, and the sum of exponentials.</summary>
        public float* Maxima { get; init; }

        public float* Totals { get; init; }

        public RandomWeights Random { get; init; }
    }

    /// <summary>Rows of one query head against a block of keys.</summary>
    readonly record struct AttentionTile(nint Group, nint Row, int Rows, nint KeyFrom, int Keys);
}
