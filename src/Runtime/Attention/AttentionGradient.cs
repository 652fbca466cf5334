using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;
using static Sinter.Runtime.AttentionTiles;

namespace Sinter.Runtime;

/// <summary>
/// The derivatives of <see cref="Attention"/> by queries, keys and values. Weights are computed again from the logarithms of the sums (Dao et al. 2022, "FlashAttention"), a block of rows by a
/// block of keys at a time, so that memory does not grow with the number of weights. A chunk is a run of key heads: every sum is formed in one order.
/// </summary>
/// <remarks>With P the weights and dP = dY·Vᵀ: dV = Pᵀ·dY, dS = P∘(dP − Σ dY∘Y)·scale, dQ = dS·K, dK = dSᵀ·Q. Where weights were dropped, P in dV and dP are what the dropping makes of them.</remarks>
public static unsafe class AttentionGradient
{
    /// <summary>Rows and keys of a block.</summary>
    const int RowBlock = 96, KeyBlock = 128;

    /// <summary>Multiplications that are worth a chunk.</summary>
    const long Grain = 1 << 17;

    const int MaxChunks = 64;

    /// <summary>Chunks that the work is cut into.</summary>
    public static int Chunks(in AttentionShape shape)
    {
        var work = 2.5 * shape.Batch * shape.Heads * shape.Queries * shape.Keys * (shape.HeadSize + shape.ValueSize);
        return (int)Math.Max(1, Math.Min(shape.Batch * shape.KeyHeads, Math.Clamp(work / Grain, 1, MaxChunks)));
    }

    /// <summary>Floats of working memory that a chunk of <see cref="Run"/> needs.</summary>
    public static nint Scratch(in AttentionShape shape) => KeyBlock * (shape.HeadSize + shape.ValueSize + 2 * RowBlock + 1) + Rows * MaxPanel;

    /// <summary>
    /// Computes one chunk. The operands are those of <see cref="Attention.Run"/>, with what it gave for <paramref name="result"/> and <paramref name="logSum"/>, and the derivative
    /// <paramref name="upstream"/> by the result. The derivatives are dense: [Batch, positions, heads, size]. Null references stand for padding that is not there, and for derivatives
    /// that nobody asks for. <paramref name="scratch"/> is as long as <see cref="Scratch"/> says.
    /// </summary>
    public static void Run<TSimd>(
        in AttentionShape shape, ref float query, ref float key, ref float value, ref bool padding, ref float result, ref float logSum, ref float upstream,
        ref float queryGradient, ref float keyGradient, ref float valueGradient, ref float scratch, ulong seed, long step, int chunk)
        where TSimd : struct, ISimd<TSimd>
    {
        var memory = (float*)Unsafe.AsPointer(ref scratch);
        var (chunks, units) = (Chunks(in shape), shape.Batch * shape.KeyHeads);
        for (var i = units * chunk / chunks; i < units * (chunk + 1) / chunks; i++)
        {
            var (batch, head) = Math.DivRem(i, shape.KeyHeads);
            var (keys, values) = (HeadStrides.Dense(shape.Keys, shape.KeyHeads, shape.HeadSize), HeadStrides.Dense(shape.Keys, shape.KeyHeads, shape.ValueSize));
            var (queries, results) = (HeadStrides.Dense(shape.Queries, shape.Heads, shape.HeadSize), HeadStrides.Dense(shape.Queries, shape.Heads, shape.ValueSize));
            var weights = memory + KeyBlock * (shape.HeadSize + shape.ValueSize);
            var run = new BackwardRun
            {
                Rows = new HeadRows(in shape, new AttentionUnit(batch, head, 0, shape.Queries)),
                Query = Pointer(ref query) + batch * shape.Query.Batch,
                Key = Pointer(ref key) + batch * shape.Key.Batch + head * shape.Key.Head,
                Value = Pointer(ref value) + batch * shape.Value.Batch + head * shape.Value.Head,
                Padding = Unsafe.IsNullRef(ref padding) ? null : (bool*)Unsafe.AsPointer(ref padding) + batch * shape.Keys,
                Result = Pointer(ref result) + batch * results.Batch,
                LogSum = Pointer(ref logSum) + batch * shape.Heads * shape.Queries,
                Upstream = Pointer(ref upstream) + batch * results.Batch,
                QueryGradient = Unsafe.IsNullRef(ref queryGradient) ? null : Pointer(ref queryGradient) + batch * queries.Batch,
                KeyGradient = Unsafe.IsNullRef(ref keyGradient) ? null : Pointer(ref keyGradient) + batch * keys.Batch + head * keys.Head,
                ValueGradient = Unsafe.IsNullRef(ref valueGradient) ? null : Pointer(ref valueGradient) + batch * values.Batch + head * values.Head,
                KeyPanels = memory,
                ValuePanels = memory + KeyBlock * shape.HeadSize,
                Weights = weights,
                Scores = weights + RowBlock * KeyBlock,
                Kept = weights + 2 * RowBlock * KeyBlock,
                Sums = weights + (2 * RowBlock + 1) * KeyBlock,
                Random = new RandomWeights(in shape, seed, step, batch),
            };
            RunHead<TSimd>(in shape, in run);
        }
    }

    static float* Pointer(ref float first) => (float*)Unsafe.AsPointer(ref first);

    static void RunHead<TSimd>(in AttentionShape shape, in BackwardRun run)
        where TSimd : struct, ISimd<TSimd>
    {
        Clear(in shape, in run);
        for (nint keyFrom = 0; keyFrom < shape.Keys; keyFrom += KeyBlock)
        {
            var keys = (int)Math.Min(KeyBlock, shape.Keys - keyFrom);
            PackKeys<TSimd>(run.Key + keyFrom * shape.Key.Position, shape.Key.Position, shape.HeadSize, keys, run.KeyPanels);
            PackKeys<TSimd>(run.Value + keyFrom * shape.Value.Position, shape.Value.Position, shape.ValueSize, keys, run.ValuePanels);
            var kept = KeptKeys(run.Padding, keyFrom, keys, run.Kept);
            for (nint group = 0; group < run.Rows.Groups; group++)
            {
                for (nint row = 0; row < run.Rows.Count; row += RowBlock)
                {
                    var block = new RowsAndKeys(group, row, (int)Math.Min(RowBlock, run.Rows.Count - row), keyFrom, keys);
                    var (first, end) = run.Rows.Visible(in shape, row, block.Rows);
                    if (end <= keyFrom || first >= keyFrom + keys) continue;
                    for (var tile = 0; tile < block.Rows; tile += Rows) Tile<TSimd>(in shape, in run, block, tile, kept);
                    AddToKeys<TSimd>(in shape, in run, block);
                }
            }
        }
    }

    // All sums begin at zero: rows of one head, with those of the others between them.
    static void Clear(in AttentionShape shape, in BackwardRun run)
    {
        for (nint group = 0; run.QueryGradient != null && group < run.Rows.Groups; group++)
        {
            for (nint row = 0; row < run.Rows.Count; row++) new Span<float>(run.QueryGradient + run.Rows.ResultOffset(in shape, shape.HeadSize, group, row), (int)shape.HeadSize).Clear();
        }
        for (nint key = 0; key < shape.Keys; key++)
        {
            if (run.KeyGradient != null) new Span<float>(run.KeyGradient + key * shape.KeyHeads * shape.HeadSize, (int)shape.HeadSize).Clear();
            if (run.ValueGradient != null) new Span<float>(run.ValueGradient + key * shape.KeyHeads * shape.ValueSize, (int)shape.ValueSize).Clear();
        }
    }

    /// <summary>Weights and derivatives by scores of a few rows of a block, and what they add to the derivatives by these rows' queries.</summary>
    static void Tile<TSimd>(in AttentionShape shape, in BackwardRun run, RowsAndKeys block, int tile, float* kept)
        where TSimd : struct, ISimd<TSimd>
    {
        var (group, row) = (block.Group, block.Row + tile);
        var rows = Math.Min(Rows, block.Rows - tile);
        var keys = (int)Math.Clamp(run.Rows.Visible(in shape, row, rows).End - block.KeyFrom, 0, block.Keys);
        var weights = run.Weights + tile * KeyBlock;
        var scores = run.Scores + tile * KeyBlock;
        var upstream = run.Upstream + run.Rows.ResultOffset(in shape, shape.ValueSize, group, row);
        var result = run.Result + run.Rows.ResultOffset(in shape, shape.ValueSize, group, row);
        var stride = run.Rows.ResultStride(in shape, shape.ValueSize);
        Scores<TSimd>(run.Query + run.Rows.Offset(shape.Query, group, row), run.Rows.Stride(shape.Query), shape.HeadSize, run.KeyPanels, rows, keys, weights, KeyBlock);
        Scores<TSimd>(upstream, stride, shape.ValueSize, run.ValuePanels, rows, keys, scores, KeyBlock);
        for (var i = 0; i < rows; i++)
        {
            var p = weights + i * KeyBlock;
            var s = scores + i * KeyBlock;
            var (first, end) = run.Rows.Visible(in shape, row + i, 1);
            var (head, position) = (run.Rows.Head(group, row + i), run.Rows.Position(row + i));
            Mask<TSimd>(p, keys, shape.Scale, (int)Math.Max(first - block.KeyFrom, 0), (int)Math.Max(end - block.KeyFrom, 0), kept);
            // A row that sees no key has −∞ for its logarithm, from which nothing can be subtracted.
            var logSum = run.LogSum[head * shape.Queries + position];
            Exponentials<TSimd>(p, keys, float.IsNegativeInfinity(logSum) ? 0 : logSum);
            if (run.Random.Rate > 0) run.Random.Drop<TSimd>(s, keys, head, position, block.KeyFrom);
            Differentiate<TSimd>(s, p, keys, Dot<TSimd>(upstream + i * stride, result + i * stride, shape.ValueSize), shape.Scale);
            if (run.Random.Rate > 0) run.Random.Drop<TSimd>(p, keys, head, position, block.KeyFrom);
            new Span<float>(p + keys, block.Keys - keys).Clear();
            new Span<float>(s + keys, block.Keys - keys).Clear();
        }
        if (run.QueryGradient == null) return;
        AddProduct<TSimd>(
            ReductionOf(keys, KeyBlock, 1, shape.Key.Position), scores, run.Key + block.KeyFrom * shape.Key.Position, rows, shape.HeadSize,
            run.QueryGradient + run.Rows.ResultOffset(in shape, shape.HeadSize, group, row), run.Rows.ResultStride(in shape, shape.HeadSize), run.Sums);
    }

    /// <summary>What a block adds to the derivatives by keys and values.</summary>
    static void AddToKeys<TSimd>(in AttentionShape shape, in BackwardRun run, RowsAndKeys block)
        where TSimd : struct, ISimd<TSimd>
    {
        for (var key = 0; key < block.Keys; key += Rows)
        {
            // Rows before the first that sees the key add nothing.
            var skipped = 0;
            while (skipped < block.Rows && run.Rows.Visible(in shape, block.Row + skipped, 1).End <= block.KeyFrom + key) skipped++;
            var (rows, first) = (block.Rows - skipped, block.Row + skipped);
            if (rows == 0) return;
            var (count, from) = (Math.Min(Rows, block.Keys - key), skipped * KeyBlock + key);
            if (run.ValueGradient != null)
            {
                AddProduct<TSimd>(
                    ReductionOf(rows, 1, KeyBlock, run.Rows.ResultStride(in shape, shape.ValueSize)), run.Weights + from, run.Upstream + run.Rows.ResultOffset(in shape, shape.ValueSize, block.Group, first), count, shape.ValueSize,
                    run.ValueGradient + (block.KeyFrom + key) * shape.KeyHeads * shape.ValueSize, shape.KeyHeads * shape.ValueSize, run.Sums);
            }
            if (run.KeyGradient != null)
            {
                AddProduct<TSimd>(
                    ReductionOf(rows, 1, KeyBlock, run.Rows.Stride(shape.Query)), run.Scores + from, run.Query + run.Rows.Offset(shape.Query, block.Group, first), count, shape.HeadSize,
                    run.KeyGradient + (block.KeyFrom + key) * shape.KeyHeads * shape.HeadSize, shape.KeyHeads * shape.HeadSize, run.Sums);
            }
        }
    }

    /// <summary>Makes derivatives by scores of derivatives by weights: weight·(x − mean)·scale.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void Differentiate<TSimd>(float* row, float* weights, int count, float mean, float scale)
        where TSimd : struct, ISimd<TSimd>
    {
        var (m, s) = (TSimd.Create(mean), TSimd.Create(scale));
        for (var i = 0; i < count; i += TSimd.Count) TSimd.Store(TSimd.Load(in *weights, i) * (TSimd.Load(in *row, i) - m) * s, ref *row, i);
    }

    [MethodImpl(AggressiveOptimization)]
    static float Dot<TSimd>(float* a, float* b, nint count)
        where TSimd : struct, ISimd<TSimd>
    {
        var sum = TSimd.Zero;
        for (nint i = 0; i < count; i += TSimd.Count)
        {
            var left = (int)Math.Min(TSimd.Count, count - i);
            TSimd.MultiplyAccumulate(TSimd.Load(in *a, i, left), TSimd.Load(in *b, i, left), ref sum);
        }
        return TSimd.Sum(sum);
    }

    /// <summary>A block of rows of one query head against a block of keys.</summary>
    readonly record struct RowsAndKeys(nint Group, nint Row, int Rows, nint KeyFrom, int Keys);

    /// <summary>One key head's tensors, each from its sequence's beginning on (those of keys and values: from their head's), and the working memory.</summary>
    readonly struct BackwardRun
    {
        public HeadRows Rows { get; init; }

        public float* Query { get; init; }

        public float* Key { get; init; }

        public float* Value { get; init; }

        public bool* Padding { get; init; }

        public float* Result { get; init; }

        public float* LogSum { get; init; }

        public float* Upstream { get; init; }

        public float* QueryGradient { get; init; }

        public float* KeyGradient { get; init; }

        public float* ValueGradient { get; init; }

        /// <summary>A block's keys and values, as the micro-kernel reads them.</summary>
        public float* KeyPanels { get; init; }

        public float* ValuePanels { get; init; }

        /// <summary>A block's weights, and derivatives by them, then by its scores: rows <see cref="KeyBlock"/> apart.</summary>
        public float* Weights { get; init; }

        public float* Scores { get; init; }

        /// <summary>1 for a block's keys that may be seen, 0 for padding.</summary>
        public float* Kept { get; init; }

        public float* Sums { get; init; }

        public RandomWeights Random { get; init; }
    }
}
