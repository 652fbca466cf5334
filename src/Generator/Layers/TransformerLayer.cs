using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Layers;

/// <summary>What the layers of encoder and decoder are made of: attention, two linear maps, and normalized residual connections around them.</summary>
internal abstract class TransformerLayer : LayerDefinition
{
    public override EquatableArray<LayerParameter> Parameters =>
    [
        new LayerParameter("heads", ParameterKind.Int, "Heads of the attention."),
        new LayerParameter("feedForward", ParameterKind.Int, "Numbers between the two maps."),
        new LayerParameter("NormFirst", ParameterKind.Bool, "Normalizes what goes into attention and maps (pre-norm) rather than the sums (post-norm).", IsProperty: true) { Default = "false" },
        new LayerParameter("Activation", ParameterKind.Enum, "What stands between the two maps.", IsProperty: true) { Default = "Activation.Relu", EnumType = "Activation" },
        LayerSettings.Number("Dropout", "The probability of being dropped while training.", "0.1f"),
        MultiHeadAttention.Causal with { Default = IsCausal ? "true" : "false" },
        MultiHeadAttention.Window, MultiHeadAttention.KeyValueHeads, MultiHeadAttention.Rotary, MultiHeadAttention.RotaryBase,
        AttentionCache.Cache, AttentionCache.Length,
        LayerSettings.Epsilon,
        LayerSettings.Bias,
    ];

    /// <summary>Whether self-attention is causal when nothing is said.</summary>
    protected abstract bool IsCausal { get; }

    public override EquatableArray<CacheLength> Caches(CallArguments settings) => AttentionCache.OfPositions(settings, settings.Bool("Causal", IsCausal)) is { } length ? [length] : [];

    /// <summary>x + f(x), normalized before or after.</summary>
    protected static Value Residual(LayerContext layer, string norm, Value x, System.Func<Value, Value> f) => layer.Settings.Bool("NormFirst")
        ? x + Dropped(layer, f(Normalized(layer, norm, x)))
        : Normalized(layer, norm, x + Dropped(layer, f(x)));

    protected Value SelfAttention(LayerContext layer, Value x, Value? padding)
    {
        var settings = layer.Settings;
        var attention = layer.Inner("self_attn", x.Graph,
            ("heads", (Dim)settings.Positive("heads")), ("KeyValueHeads", (Dim)settings.Int("KeyValueHeads", 0)), ("Causal", settings.Bool("Causal", IsCausal)), ("Window", (Dim)settings.Int("Window", 0)),
            ("Rotary", settings.Bool("Rotary")), ("RotaryBase", settings.Float("RotaryBase", 10000)), ("Dropout", Rate(settings)), ("Bias", settings.Bool("Bias", true)),
            ("Cache", (Dim)settings.Int("Cache", 0)), ("Length", settings.Text("Length", AttentionCache.DefaultLength)));
        return MultiHeadAttention.Forward(attention, x, x, x, padding);
    }

    protected static Value FeedForward(LayerContext layer, Value x)
    {
        var (settings, width) = (layer.Settings, LayerSettings.Known(x.Shape, x.Rank - 1));
        var (between, activation) = (settings.Positive("feedForward"), settings.Text("Activation", "Relu"));
        var y = Linear(layer, "linear1", x, activation == "SwiGlu" ? 2 * between : between);
        y = activation switch
        {
            "Gelu" => OpCatalog.Functions["Gelu"].Schema.Build!(new CallArguments(x.Graph, layer.Training, new System.Collections.Generic.Dictionary<string, object> { ["x"] = y }))[0],
            "SwiGlu" => y.Slice(y.Rank - 1, new SliceRange(0, between)).Silu() * y.Slice(y.Rank - 1, new SliceRange(between, between)),
            _ => y.Relu(),
        };
        return Linear(layer, "linear2", Dropped(layer, y), width);
    }

    static Value Linear(LayerContext layer, string name, Value x, int outputs) =>
        LayerCatalog.Layers["Linear"].Forward(layer.Inner(name, x.Graph, ("outputs", (Dim)outputs), ("Bias", layer.Settings.Bool("Bias", true))), x);

    static Value Normalized(LayerContext layer, string name, Value x) =>
        LayerCatalog.Layers["LayerNorm"].Forward(layer.Inner(name, x.Graph, ("Eps", layer.Settings.Float("Eps", 1e-5)), ("Bias", layer.Settings.Bool("Bias", true))), x);

    static Value Dropped(LayerContext layer, Value x) =>
        OpCatalog.Functions["Dropout"].Schema.Build!(new CallArguments(x.Graph, layer.Training, new System.Collections.Generic.Dictionary<string, object> { ["x"] = x, ["rate"] = Rate(layer.Settings) }))[0];

    protected static double Rate(CallArguments settings) => settings.Float("Dropout", 0.1);
}
