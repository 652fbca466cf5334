using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Pairs of numbers turned by angles that grow with the position.</summary>
internal sealed class RotaryEmbedding : LayerDefinition
{
    public override string Stem => "rotary";

    public override string Doc => "Each pair (x[i], x[i + D/2]) of the last axis turned by position * base^(-2i/D) (Su et al. 2021).";

    public override EquatableArray<LayerParameter> Parameters => [LayerSettings.Number("Base", "The base of the periods.", "10000f"), Positions.PerSession];

    public override EquatableArray<OpParameter> Operands => [new OpParameter("x", ParameterKind.Tensor, "[..., T, D]."), Positions.Offset];

    public override Value Forward(LayerContext layer, Value x) => Forward(layer, x, Dim.Zero);

    public override Value Forward(LayerContext layer, CallArguments operands) => Forward(layer, operands.Tensor("x"), operands.Dim("offset", Dim.Zero));

    static Value Forward(LayerContext layer, Value x, Dim offset) => x.Rank >= 2
        ? Positions.Turned(x, x.Rank - 2, Positions.First(layer, offset), layer.Settings.Float("Base", 10000))
        : throw new ShapeException($"x must be [..., T, D], but is {x.Shape}.");
}
