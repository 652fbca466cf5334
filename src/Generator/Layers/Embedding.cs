using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Layers;

/// <summary>A learned row per number: [vocabulary, width], from N(0, 1).</summary>
internal sealed class Embedding : LayerDefinition
{
    public override string Stem => "embedding";

    public override string Doc => "A learned row for each number: integers [...] from 0 to vocabulary - 1 to [..., width] (torch.nn.Embedding).";

    public override EquatableArray<LayerParameter> Parameters =>
    [
        new LayerParameter("vocabulary", ParameterKind.Int, "How many numbers there are."),
        new LayerParameter("width", ParameterKind.Int, "Extent of a row."),
    ];

    public override Value Forward(LayerContext layer, Value x)
    {
        var table = layer.Parameter("weight", Shape.Of(layer.Settings.Positive("vocabulary"), layer.Settings.Positive("width")), Initializer.Normal(1), ParameterRole.Embedding);
        return x.Graph.Add(new Gather(), table, x);
    }
}
