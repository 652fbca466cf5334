using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Causal self-attention, attention to a memory, and two linear maps.</summary>
internal sealed class TransformerDecoderLayer : TransformerLayer
{
    public override string Stem => "decoder";

    public override string Doc =>
        "Causal self-attention, attention to a memory [N, S, K], then two linear maps, each with a normalized residual connection: [N, T, E] to the same (torch.nn.TransformerDecoderLayer; Vaswani et al. 2017).";

    public override EquatableArray<OpParameter> Operands =>
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, T, E]."),
        new OpParameter("memory", ParameterKind.Tensor, "[N, S, K], what the encoder gives; left out: what Remember got.") { Default = "null" },
        new OpParameter("padding", ParameterKind.BoolTensor, "[N, T]: true for positions that none sees; left out: none.") { Default = "null" },
        new OpParameter("memoryPadding", ParameterKind.BoolTensor, "[N, S]: true for positions of the memory that none sees; left out: none.") { Default = "null" },
    ];

    public override EquatableArray<LayerParameter> Parameters =>
    [
        .. base.Parameters,
        LayerSettings.Whole("Memory", "The positions of a memory that a session keeps for Remember; 0: none.", 0),
        new LayerParameter("MemoryPadding", ParameterKind.Bool, "Remember gets a padding.", IsProperty: true) { Default = "false" },
    ];

    public override IReadOnlyDictionary<string, LayerMethod> Methods { get; } = new Dictionary<string, LayerMethod>
    {
        ["Remember"] = new LayerMethod(
            [
                new OpParameter("memory", ParameterKind.Tensor, "[N, S, E], what the encoder gives."),
                new OpParameter("padding", ParameterKind.BoolTensor, "[N, S]: true for positions of the memory that none sees; left out: none.") { Default = "null" },
            ],
            (layer, call) => Remember(layer, call.Tensor("memory"), call.OptionalTensor("padding"))),
    };

    protected override bool IsCausal => true;

    public override EquatableArray<CacheLength> Caches(CallArguments settings) => OfMemory(settings) is { } memory ? [.. base.Caches(settings), memory] : base.Caches(settings);

    public override Value Forward(LayerContext layer, Value x) => throw new ShapeException("a decoder layer wants a memory: keep it in a field of its own type and call its Forward(x, memory).");

    public override Value Forward(LayerContext layer, CallArguments operands)
    {
        var (memory, memoryPadding) = (operands.OptionalTensor("memory"), operands.OptionalTensor("memoryPadding"));
        if (memory is null && (OfMemory(layer.Settings) is null || memoryPadding is not null)) return Forward(layer, operands.Tensor("x"));
        var x = Residual(layer, "norm1", operands.Tensor("x"), y => SelfAttention(layer, y, operands.OptionalTensor("padding")));
        x = Residual(layer, "norm2", x, y => memory is null ? Recalled(layer, y) : MultiHeadAttention.Forward(CrossAttention(layer, y.Graph), y, memory, memory, memoryPadding));
        return Residual(layer, "norm3", x, y => FeedForward(layer, y));
    }

    static void Remember(LayerContext layer, Value memory, Value? padding)
    {
        var length = OfMemory(layer.Settings) ?? throw new ShapeException("the layer keeps no memory: say with Memory = … how many positions.");
        if (padding is null == layer.Settings.Bool("MemoryPadding")) throw new ShapeException(padding is null ? "MemoryPadding is declared, but no padding is given." : "a padding is given: declare MemoryPadding = true.");
        var attention = CrossAttention(layer, memory.Graph);
        MultiHeadAttention.Remember(attention, new AttentionCache(attention, length), memory, padding);
    }

    static Value Recalled(LayerContext layer, Value x)
    {
        var attention = CrossAttention(layer, x.Graph);
        return MultiHeadAttention.Recall(attention, new AttentionCache(attention, OfMemory(layer.Settings)!), x, layer.Settings.Bool("MemoryPadding"));
    }

    static CacheLength? OfMemory(CallArguments settings) => settings.Int("Memory", 0) is > 0 and var capacity ? new CacheLength(AttentionCache.MemoryLength, capacity, Slides: false) : null;

    static LayerContext CrossAttention(LayerContext layer, Graph graph)
    {
        var settings = layer.Settings;
        return layer.Inner("multihead_attn", graph,
            ("heads", (Dim)settings.Positive("heads")), ("KeyValueHeads", (Dim)settings.Int("KeyValueHeads", 0)), ("Dropout", Rate(settings)), ("Bias", settings.Bool("Bias", true)));
    }
}
