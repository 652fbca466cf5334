using System;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// What attention and its derivative mean, as the plainest loops: every weight is computed where it is needed, none is stored. The derivative is FlashAttention's (Dao et al. 2022, appendix B), with weights found again
/// from the logarithms of the sums.
/// </summary>
internal sealed class AttentionLoops(LoopBuilder loops, AttentionShape shape, Func<AttentionRole, Buffer?> bufferOf)
{
    public void Forward()
    {
        var result = bufferOf(AttentionRole.Result);
        Queries((b, h, keyHead, i) =>
        {
            var row = new Row(b, h, keyHead, i);
            var maximum = loops.Accumulate("maximum", Combine.Maximum, update => Keys(j => update(Expr.Select(Sees(row, j), Score(row, j), double.NegativeInfinity))));
            var total = loops.Accumulate("total", Combine.Sum, update => Keys(j => update(Weight(row, j, maximum))));
            if (bufferOf(AttentionRole.LogSum) is { } logSum) loops.Add(new Store(logSum, (b * shape.Heads + h) * shape.Queries + i, maximum + Expr.Call(Intrinsic.Log, total)));
            if (result is null) return;
            loops.Loop("c", shape.ValueSize, c => loops.Add(new Store(result, ResultOffset(row) + c, 0)), LoopKind.Vector);
            Keys(j =>
            {
                var weight = loops.Let("weight", Expr.Select(Expr.Call(Intrinsic.Equal, total, Expr.Float(0)), 0, Weight(row, j, maximum) / total) * Kept(row, j));
                loops.Loop("c", shape.ValueSize, c => loops.Add(new Store(result, ResultOffset(row) + c, weight * At(AttentionRole.Value, ValueOffset(row, j) + c), Accumulate: true)), LoopKind.Vector);
            });
        });
    }

    public void Backward()
    {
        var (dq, dk, dv) = (bufferOf(AttentionRole.QueryGradient), bufferOf(AttentionRole.KeyGradient), bufferOf(AttentionRole.ValueGradient));
        Clear(dq, shape.Queries * shape.Heads * shape.HeadSize);
        Clear(dk, shape.Keys * shape.KeyHeads * shape.HeadSize);
        Clear(dv, shape.Keys * shape.KeyHeads * shape.ValueSize);
        Queries((b, h, keyHead, i) =>
        {
            var row = new Row(b, h, keyHead, i);
            var logSum = At(AttentionRole.LogSum, (b * shape.Heads + h) * shape.Queries + i);
            var mean = Dot("mean", shape.ValueSize, AttentionRole.Upstream, ResultOffset(row), AttentionRole.Result, ResultOffset(row));
            Keys(j =>
            {
                var weight = loops.Let("weight", Weight(row, j, logSum));
                var dWeight = Dot("dWeight", shape.ValueSize, AttentionRole.Upstream, ResultOffset(row), AttentionRole.Value, ValueOffset(row, j)) * Kept(row, j);
                var dScore = loops.Let("dScore", weight * (dWeight - mean) * shape.Settings.Scale);
                var key = HeadStrides.Dense(shape.Keys, shape.KeyHeads, shape.HeadSize).Offset(b, j, keyHead);
                var value = HeadStrides.Dense(shape.Keys, shape.KeyHeads, shape.ValueSize).Offset(b, j, keyHead);
                var query = HeadStrides.Dense(shape.Queries, shape.Heads, shape.HeadSize).Offset(b, i, h);
                Add(dq, query, shape.HeadSize, dScore, AttentionRole.Key, KeyOffset(row, j));
                Add(dk, key, shape.HeadSize, dScore, AttentionRole.Query, QueryOffset(row));
                Add(dv, value, shape.ValueSize, weight * Kept(row, j), AttentionRole.Upstream, ResultOffset(row));
            });
        });
    }

    void Queries(Action<Dim, Dim, Dim, Dim> body) => loops.Nest("q", [shape.Batch, shape.KeyHeads, shape.Groups, shape.Queries], i => body(i[0], i[1] * shape.Groups + i[2], i[1], i[3]));

    void Keys(Action<Dim> body) => loops.Loop("j", shape.Keys, body);

    void Clear(Buffer? buffer, Dim size)
    {
        if (buffer is not null) loops.Loop("e", shape.Batch * size, e => loops.Add(new Store(buffer, e, 0)), LoopKind.Vector);
    }

    void Add(Buffer? to, Dim offset, Dim size, Expr factor, AttentionRole from, Dim fromOffset)
    {
        if (to is not null) loops.Loop("c", size, c => loops.Add(new Store(to, offset + c, factor * At(from, fromOffset + c), Accumulate: true)), LoopKind.Vector);
    }

    Expr Score(Row row, Dim j) => Dot("score", shape.HeadSize, AttentionRole.Query, QueryOffset(row), AttentionRole.Key, KeyOffset(row, j)) * shape.Settings.Scale;

    /// <summary>eˢ⁻ˢʰⁱᶠᵗ for a key that is seen, 0 otherwise.</summary>
    Expr Weight(Row row, Dim j, Expr shift) => Expr.Select(Sees(row, j), Expr.Call(Intrinsic.Exp, Score(row, j) - shift), 0);

    Expr Sees(Row row, Dim j)
    {
        Expr sees = new Literal(1, DType.Bool);
        void Require(Expr condition) => sees = sees is Literal ? condition : Expr.Call(Intrinsic.And, sees, condition);
        var last = shape.Keys - shape.Queries + row.Query;
        if (shape.Settings.Causal) Require(Expr.Call(Intrinsic.LessOrEqual, new IndexValue(j), new IndexValue(last)));
        if (shape.Settings.Causal && shape.Settings.Window > 0) Require(Expr.Call(Intrinsic.Less, new IndexValue(last), new IndexValue(j + shape.Settings.Window)));
        if (bufferOf(AttentionRole.Padding) is { } padding) Require(Expr.Call(Intrinsic.Not, new Load(padding, row.Batch * shape.Keys + j)));
        return sees;
    }

    /// <summary>What a weight is multiplied by when some are dropped.</summary>
    Expr Kept(Row row, Dim j)
    {
        var settings = shape.Settings;
        if (settings.Dropout == 0) return 1;
        var element = ((row.Batch * shape.Heads + row.Head) * shape.Queries + row.Query) * shape.RandomStride + j;
        var uniform = Expr.Call(Intrinsic.RandomUniform, new Literal(settings.Stream, DType.Int32), new IndexValue(element));
        return Expr.Select(Expr.Call(Intrinsic.GreaterOrEqual, uniform, Expr.Float(settings.Dropout)), 1 / (1 - settings.Dropout), 0);
    }

    Expr Dot(string name, Dim size, AttentionRole a, Dim offsetA, AttentionRole b, Dim offsetB) =>
        loops.Accumulate(name, Combine.Sum, update => loops.Loop("c", size, c => update(At(a, offsetA + c) * At(b, offsetB + c)), LoopKind.Vector));

    Expr At(AttentionRole role, Dim offset) => new Load(bufferOf(role)!, offset);

    Dim QueryOffset(Row row) => shape.Query.Offset(row.Batch, row.Query, row.Head);

    Dim KeyOffset(Row row, Dim j) => shape.Key.Offset(row.Batch, j, row.KeyHead);

    Dim ValueOffset(Row row, Dim j) => shape.Value.Offset(row.Batch, j, row.KeyHead);

    Dim ResultOffset(Row row) => HeadStrides.Dense(shape.Queries, shape.Heads, shape.ValueSize).Offset(row.Batch, row.Query, row.Head);

    sealed record Row(Dim Batch, Dim Head, Dim KeyHead, Dim Query);
}
