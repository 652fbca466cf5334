using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Attentions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Layers;

/// <summary>Projections of queries, keys and values, attention of each head, and a projection of what the heads give. Heads are never moved: the kernel reads them where the projections leave them.</summary>
internal sealed class MultiHeadAttention : LayerDefinition
{
    public static LayerParameter Causal { get; } = new("Causal", ParameterKind.Bool, "A query sees keys up to its own position only.", IsProperty: true) { Default = "false" };

    public static LayerParameter Window { get; } = LayerSettings.Whole("Window", "With Causal: how many keys a query sees at most, the latest ones; 0: all.", 0);

    public static LayerParameter KeyValueHeads { get; } = LayerSettings.Whole("KeyValueHeads", "Heads of keys and values; 0: as many as of the queries.", 0);

    public static LayerParameter Rotary { get; } = new("Rotary", ParameterKind.Bool, "Queries and keys are turned by angles that grow with their positions.", IsProperty: true) { Default = "false" };

    public static LayerParameter RotaryBase { get; } = LayerSettings.Number("RotaryBase", "The base of the angles' periods.", "10000f");

    public override string Stem => "attention";

    public override string Doc => "Attention of several heads with their projections: [N, T, E], [N, S, K] and [N, S, V] to [N, T, E] (torch.nn.MultiheadAttention; Vaswani et al. 2017).";

    public override EquatableArray<LayerParameter> Parameters =>
    [
        new LayerParameter("heads", ParameterKind.Int, "Heads of the queries."),
        KeyValueHeads, Causal, Window, Rotary, RotaryBase, AttentionCache.Cache, AttentionCache.Length,
        LayerSettings.Number("Dropout", "The probability that a weight is dropped while training, in [0, 1).", "0f"),
        LayerSettings.Bias,
    ];

    public override EquatableArray<OpParameter> Operands =>
    [
        new OpParameter("query", ParameterKind.Tensor, "[N, T, E]."),
        new OpParameter("key", ParameterKind.Tensor, "[N, S, K]; left out: the queries.") { Default = "null" },
        new OpParameter("value", ParameterKind.Tensor, "[N, S, V]; left out: the keys.") { Default = "null" },
        new OpParameter("padding", ParameterKind.BoolTensor, "[N, S]: true for keys that no query sees; left out: none.") { Default = "null" },
    ];

    public override EquatableArray<CacheLength> Caches(CallArguments settings) => AttentionCache.OfPositions(settings, settings.Bool("Causal")) is { } length ? [length] : [];

    public override Value Forward(LayerContext layer, Value x) => Forward(layer, x, x, x, null);

    public override Value Forward(LayerContext layer, CallArguments operands)
    {
        var query = operands.Tensor("query");
        var key = operands.OptionalTensor("key") ?? query;
        return Forward(layer, query, key, operands.OptionalTensor("value") ?? key, operands.OptionalTensor("padding"));
    }

    public static Value Forward(LayerContext layer, Value query, Value key, Value value, Value? padding)
    {
        if (query.Rank != 3 || key.Rank != 3 || value.Rank != 3) throw new ShapeException($"queries, keys and values must be [N, T, E], but are {query.Shape}, {key.Shape} and {value.Shape}.");
        var settings = layer.Settings;
        var (heads, keyHeads, keyRows) = Heads(settings, LayerSettings.Known(query.Shape, 2));
        var (q, k, v) = Projections(layer, LayerSettings.Known(query.Shape, 2), keyRows, key, value).Apply(query, key, value);
        var length = AttentionCache.OfPositions(settings, settings.Bool("Causal"));
        if (settings.Bool("Rotary"))
        {
            var position = layer.HasSession && length is not null ? length.Position : Dim.Zero;
            q = Turned(q, heads, position, settings);
            k = Turned(k, keyHeads, position, settings);
        }
        if (layer.HasSession && length is not null) (k, v, padding) = new AttentionCache(layer, length).Append(k, v, padding);
        return Attend(layer, q, k, v, padding);
    }

    /// <summary>Keeps the keys and values of a memory as wide as the queries.</summary>
    public static void Remember(LayerContext layer, AttentionCache cache, Value memory, Value? padding)
    {
        if (memory.Rank != 3) throw new ShapeException($"the memory must be [N, S, E], but is {memory.Shape}.");
        var width = LayerSettings.Known(memory.Shape, 2);
        var (k, v) = Projections(layer, width, Heads(layer.Settings, width).KeyRows, memory, memory).OfKeys(memory, memory);
        cache.Append(k, v, padding);
    }

    /// <summary>Attends to what is remembered.</summary>
    public static Value Recall(LayerContext layer, AttentionCache cache, Value query, bool hasPadding)
    {
        var width = LayerSettings.Known(query.Shape, 2);
        var keyRows = Heads(layer.Settings, width).KeyRows;
        var (k, v, padding) = cache.All(query.Shape[0], keyRows, hasPadding);
        return Attend(layer, Projections(layer, width, keyRows, query, query).OfQuery(query), k, v, padding);
    }

    static (int Heads, int KeyHeads, int KeyRows) Heads(CallArguments settings, int width)
    {
        var heads = settings.Positive("heads");
        var keyHeads = settings.Int("KeyValueHeads", 0) is > 0 and var given ? given : heads;
        if (width % heads != 0) throw new ShapeException($"{heads} heads do not divide the width {width}.");
        if (heads % keyHeads != 0) throw new ShapeException($"{keyHeads} heads of keys and values do not divide the {heads} heads of the queries.");
        return (heads, keyHeads, width / heads * keyHeads);
    }

    static InputProjections Projections(LayerContext layer, int width, int keyRows, Value key, Value value) =>
        new(layer, width, keyRows, LayerSettings.Known(key.Shape, 2), LayerSettings.Known(value.Shape, 2));

    static Value Attend(LayerContext layer, Value q, Value k, Value v, Value? padding)
    {
        var (settings, width) = (layer.Settings, LayerSettings.Known(q.Shape, 2));
        var dropout = layer.Training ? settings.Float("Dropout", 0) : 0;
        var op = new Attention
        {
            Heads = settings.Int("heads"),
            Causal = settings.Bool("Causal"),
            Window = settings.Int("Window", 0),
            Dropout = dropout,
            Stream = dropout > 0 ? layer.RandomStream() : 0,
        };
        var y = Attention.Apply(q, k, v, padding, op);
        y = y.MatMul(layer.Parameter("out_proj.weight", Shape.Of(width, width), Initializer.Uniform(1 / Math.Sqrt(width))).SwapLastAxes());
        return settings.Bool("Bias", true) ? y + layer.Parameter("out_proj.bias", Shape.Of(width), Initializer.Zeros, ParameterRole.Bias) : y;
    }

    static Value Turned(Value x, int heads, Dim position, CallArguments settings)
    {
        var apart = x.Reshape(Shape.Of(x.Shape[0], x.Shape[1], heads, Dim.FloorDivide(x.Shape[2], heads)));
        return Positions.Turned(apart, 1, position, settings.Float("RotaryBase", 10000)).Reshape(x.Shape);
    }

    /// <summary>The maps of queries, keys and values: one tensor with the rows of all three, where keys and values are as wide as queries; else one each.</summary>
    sealed class InputProjections(LayerContext layer, int width, int keyRows, int keyWidth, int valueWidth)
    {
        readonly bool packed = keyWidth == width && valueWidth == width;

        int Rows => width + 2 * keyRows;

        public (Value Query, Value Key, Value Value) Apply(Value query, Value key, Value value)
        {
            if (packed && query == key && key == value)
            {
                var all = Map(query, 0, Rows);
                return (Part(all, 0, width), Part(all, width, keyRows), Part(all, width + keyRows, keyRows));
            }
            var (keys, values) = OfKeys(key, value);
            return (OfQuery(query), keys, values);
        }

        public Value OfQuery(Value query) => Map(query, 0, width);

        public (Value Keys, Value Values) OfKeys(Value key, Value value)
        {
            if (!packed || key != value) return (Map(key, width, keyRows), Map(value, width + keyRows, keyRows));
            var both = Map(key, width, 2 * keyRows);
            return (Part(both, 0, keyRows), Part(both, keyRows, keyRows));
        }

        // Some of the rows of all three maps.
        Value Map(Value x, int from, int count)
        {
            var y = x.MatMul(Weight(from, count).SwapLastAxes());
            return layer.Settings.Bool("Bias", true) ? y + Range(layer.Parameter("in_proj_bias", Shape.Of(Rows), Initializer.Zeros, ParameterRole.Bias), 0, from, count) : y;
        }

        Value Weight(int from, int count)
        {
            if (packed) return Range(Parameter("in_proj_weight", Rows, width), 0, from, count);
            return from == 0 ? Parameter("q_proj_weight", width, width) : from == width ? Parameter("k_proj_weight", keyRows, keyWidth) : Parameter("v_proj_weight", keyRows, valueWidth);
        }

        // Glorot and Bengio 2010.
        Value Parameter(string name, int rows, int columns) => layer.Parameter(name, Shape.Of(rows, columns), Initializer.Uniform(Math.Sqrt(6.0 / (rows + columns))));

        static Value Part(Value all, int from, int count) => Range(all, 2, from, count);

        static Value Range(Value x, int axis, int from, int count) => x.Shape[axis] == count ? x : x.Slice(axis, new SliceRange(from, count));
    }
}
