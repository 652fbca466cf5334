using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Random;

namespace Sinter.Generator.Ops.Attentions;

/// <summary>y = softmax(scale·Q·Kᵀ + mask)·V for each head (Vaswani et al. 2017): <see cref="FlashAttention"/> on operands whose heads lie behind each other, or each on its own.</summary>
internal sealed record Attention : CompositeOp, IRandom
{
    /// <summary>Heads of the queries in operands [N, T, heads·size]; operands [N, heads, T, size] say it themselves.</summary>
    public int Heads { get; init; } = 1;

    /// <summary>Null: 1/√size.</summary>
    public double? Scale { get; init; }

    public bool Causal { get; init; }

    public int Window { get; init; }

    public double Dropout { get; init; }

    public int Stream { get; init; }

    public override string Name => "attention";

    public override string Doc =>
        "y = softmax(scale·Q·Kᵀ + mask)·V for each head (Vaswani et al. 2017; torch.nn.functional.scaled_dot_product_attention), without storing the weights. Fewer heads of keys and values than of queries are " +
        "shared (Ainslie et al. 2023). Causal: query i sees keys up to T(keys) − T(queries) + i. A query that sees no key gives zeros.";

    public override string AttributeText
    {
        get
        {
            var text = $"heads={Heads}";
            if (Scale is { } scale) text += $", scale={scale.Invariant()}";
            if (Causal) text += ", causal";
            if (Window > 0) text += $", window={Window}";
            if (Dropout > 0) text += $", dropout={Dropout.Invariant()}, stream={Stream}";
            return $"{{{text}}}";
        }
    }

    public override OpSchema Schema => new("Attention",
    [
        new OpParameter("query", ParameterKind.Tensor, "[N, T, heads·size], or [N, heads, T, size]."),
        new OpParameter("key", ParameterKind.Tensor, "[N, S, key heads·size], or [N, key heads, S, size]."),
        new OpParameter("value", ParameterKind.Tensor, "[N, S, key heads·value size], or [N, key heads, S, value size]."),
        new OpParameter("padding", ParameterKind.BoolTensor, "[N, S]: true for keys that no query sees; left out: none.") { Default = "null" },
        new OpParameter("heads", ParameterKind.Int, "Heads of queries of rank 3.") { Default = "1" },
        new OpParameter("causal", ParameterKind.Bool, "Query i sees keys up to S − T + i only.") { Default = "false" },
        new OpParameter("scale", ParameterKind.Float, "What products of queries and keys are multiplied by; 0: 1/√size.") { Default = "0f" },
        new OpParameter("window", ParameterKind.Int, "With causal: how many keys a query sees at most, the latest ones; 0: all.") { Default = "0" },
        new OpParameter("dropout", ParameterKind.Float, "The probability that a weight is dropped while training, in [0, 1).") { Default = "0f" },
    ])
    {
        Build = call => [Apply(call.Tensor("query"), call.Tensor("key"), call.Tensor("value"), call.OptionalTensor("padding"), Of(call))],
        Samples =
        [
            Sample(new Attention(), Shape.Of(2, 3, 5), Shape.Of(2, 4, 5), Shape.Of(2, 4, 5)),
            Sample(new Attention { Heads = 2, Causal = true }, Shape.Of(1, 5, 8), Shape.Of(1, 5, 8), Shape.Of(1, 5, 8)),
            Sample(new Attention { Heads = 4, Causal = true, Scale = 0.5 }, Shape.Of(2, 3, 12), Shape.Of(2, 5, 6), Shape.Of(2, 5, 10)),
            Sample(new Attention { Heads = 2, Causal = true, Window = 2 }, Shape.Of(1, 6, 4), Shape.Of(1, 6, 4), Shape.Of(1, 6, 4)),
            Sample(new Attention { Heads = 1 }, Shape.Of(2, 2, 3, 4), Shape.Of(2, 1, 5, 4), Shape.Of(2, 1, 5, 3)),
            Padded(new Attention { Heads = 2 }, Shape.Of(2, 3, 6), Shape.Of(2, 4, 6), Shape.Of(2, 4, 6)),
        ],
    };

    static OpSample Sample(Attention op, params Shape[] operands) => new(op, [.. operands.Select(shape => new TensorType(DType.Float32, shape))]);

    static OpSample Padded(Attention op, Shape query, Shape key, Shape value) =>
        new(op, [.. new[] { query, key, value }.Select(shape => new TensorType(DType.Float32, shape)), new TensorType(DType.Bool, Shape.Of(key[0], key[1]))]);

    static Attention Of(CallArguments call)
    {
        var (scale, dropout) = (call.Float("scale", 0), call.Float("dropout", 0));
        if (dropout is not (>= 0 and < 1)) throw new ShapeException($"the dropout must lie in [0, 1), but is {dropout.Invariant()}.");
        var drops = call.Training && dropout > 0;
        return new Attention
        {
            Heads = call.Int("heads", 1),
            Scale = scale == 0 ? null : scale,
            Causal = call.Bool("causal"),
            Window = call.Int("window", 0),
            Dropout = drops ? dropout : 0,
            Stream = drops ? call.Graph.FreshRandomStream() : 0,
        };
    }

    public static Value Apply(Value query, Value key, Value value, Value? padding, Attention op) =>
        padding is null ? query.Graph.Add(op, query, key, value) : query.Graph.Add(op, query, key, value, padding);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (q, k, v) = (operands[0], operands[1], operands[2]);
        if (q.Rank is not (3 or 4) || k.Rank != q.Rank || v.Rank != q.Rank)
            throw new ShapeException($"queries, keys and values must be [N, T, heads·size] or [N, heads, T, size], but are {q.Shape}, {k.Shape} and {v.Shape}.");
        var apart = q.Rank == 4;
        if (apart && Heads is not 1) throw new ShapeException($"queries {q.Shape} have {q.Shape[1]} heads: heads is not to be given.");
        (q, k, v) = apart ? (q.Transpose([0, 2, 1, 3]), k.Transpose([0, 2, 1, 3]), v.Transpose([0, 2, 1, 3])) : Split(q, k, v);
        var op = new FlashAttention
        {
            Settings = new AttentionSettings(Scale ?? 1 / Math.Sqrt(q.Shape[3].Constant ?? throw new ShapeException($"the size of a head must be known while compiling, but is {q.Shape[3]}.")), Causal, Window, Dropout, Stream),
            HasPadding = operands.Count == 4,
        };
        var y = q.Graph.Add(op, [q, k, v, .. operands.Skip(3)]).Part(0);
        return apart ? y.Transpose([0, 2, 1, 3]) : y.Reshape(Shape.Of(y.Shape[0], y.Shape[1], y.Shape[2] * y.Shape[3]));
    }

    (Value Query, Value Key, Value Value) Split(Value q, Value k, Value v)
    {
        if (Heads < 1 || q.Shape[2].DivideExactly(Heads) is not { } size) throw new ShapeException($"queries {q.Shape} cannot be split into {Heads} heads.");
        var keyHeads = k.Shape[2].DivideExactly(size) ?? throw new ShapeException($"keys {k.Shape} cannot be split into heads of {size}, the size of the queries' heads.");
        var valueSize = v.Shape[2].DivideExactly(keyHeads) ?? throw new ShapeException($"values {v.Shape} cannot be split into {keyHeads} heads, as the keys are.");
        return (Apart(q, Heads, size), Apart(k, keyHeads, size), Apart(v, keyHeads, valueSize));
    }

    static Value Apart(Value x, Dim heads, Dim size) => x.Reshape(Shape.Of(x.Shape[0], x.Shape[1], heads, size));
}
