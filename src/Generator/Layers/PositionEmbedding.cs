using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Layers;

/// <summary>A learned row per position, added to a sequence: [length, D], from N(0, 1).</summary>
internal sealed class PositionEmbedding : LayerDefinition
{
    public override string Stem => "positions";

    public override string Doc => "y[t] = x[t] + weight[offset + t]: a learned row for each position.";

    public override EquatableArray<LayerParameter> Parameters => [new LayerParameter("length", ParameterKind.Int, "Positions that there are rows for."), Positions.PerSession];

    public override EquatableArray<OpParameter> Operands => [new OpParameter("x", ParameterKind.Tensor, "[..., T, D]."), Positions.Offset];

    public override Value Forward(LayerContext layer, Value x) => Forward(layer, x, Dim.Zero);

    public override Value Forward(LayerContext layer, CallArguments operands) => Forward(layer, operands.Tensor("x"), operands.Dim("offset", Dim.Zero));

    static Value Forward(LayerContext layer, Value x, Dim offset)
    {
        if (x.Rank < 2) throw new ShapeException($"x must be [..., T, D], but is {x.Shape}.");
        var (length, positions) = (layer.Settings.Positive("length"), x.Shape[x.Rank - 2]);
        if ((offset + positions).Constant > length) throw new ShapeException($"there are rows for {length} positions, but the last one is {offset + positions - 1}.");
        if (Positions.SessionLength(layer) is { } kept && (kept.Slides || kept.Capacity > length))
            throw new ShapeException($"there are rows for {length} positions, but the session's caches {(kept.Slides ? "slide on for ever" : $"have room for {kept.Capacity}")}.");
        var table = layer.Parameter("weight", Shape.Of(length, LayerSettings.Known(x.Shape, x.Rank - 1)), Initializer.Normal(1), ParameterRole.Embedding);
        return x + x.Graph.Add(new Gather(), table, Positions.Of(x.Graph, positions, Positions.First(layer, offset)).ToInt());
    }
}
