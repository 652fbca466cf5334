using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>Waves of growing periods added to a sequence.</summary>
internal sealed class SinusoidalPositions : LayerDefinition
{
    public override string Stem => "positions";

    public override string Doc => "y[t, 2i] = x[t, 2i] + sin(t * base^(-2i/D)), y[t, 2i + 1] = x[t, 2i + 1] + cos(t * base^(-2i/D)) (Vaswani et al. 2017).";

    public override EquatableArray<LayerParameter> Parameters => [LayerSettings.Number("Base", "The base of the periods.", "10000f"), Positions.PerSession];

    public override EquatableArray<OpParameter> Operands => [new OpParameter("x", ParameterKind.Tensor, "[..., T, D]."), Positions.Offset];

    public override Value Forward(LayerContext layer, Value x) => Forward(layer, x, Dim.Zero);

    public override Value Forward(LayerContext layer, CallArguments operands) => Forward(layer, operands.Tensor("x"), operands.Dim("offset", Dim.Zero));

    static Value Forward(LayerContext layer, Value x, Dim offset) => x.Rank >= 2
        ? x + Positions.Waves(x.Graph, x.Shape[x.Rank - 2], Positions.First(layer, offset), LayerSettings.Known(x.Shape, x.Rank - 1), layer.Settings.Float("Base", 10000))
        : throw new ShapeException($"x must be [..., T, D], but is {x.Shape}.");
}
