using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Normalization over groups of channels of one example, then a learned scale and shift per channel.</summary>
internal sealed class GroupNorm : LayerDefinition
{
    public override string Stem => "norm";

    public override string Doc =>
        "Normalizes each example's groups of channels, then scales and shifts each channel: [N, C, ...] (torch.nn.GroupNorm; Wu and He 2018).";

    public override EquatableArray<LayerParameter> Parameters =>
        [new LayerParameter("groups", ParameterKind.Int, "The number of groups; divides C."), LayerSettings.Epsilon, LayerSettings.Affine];

    public override Value Forward(LayerContext layer, Value x)
    {
        if (x.Rank < 2) throw new ShapeException($"{x.Shape} has no channel axis.");
        return layer.Call("GroupNorm", x, layer.ScaleAndShift(Shape.Of(LayerSettings.Known(x.Shape, 1))));
    }
}
