using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>Normalization over the last axes, then a learned scale and shift of their shape.</summary>
internal sealed class LayerNorm : LayerDefinition
{
    public override string Stem => "norm";

    public override string Doc => "y = (x - mean) / sqrt(variance + eps) * weight + bias over the last axes (torch.nn.LayerNorm; Ba et al. 2016).";

    public override EquatableArray<LayerParameter> Parameters => [LayerSettings.LastAxes, LayerSettings.Epsilon, LayerSettings.Affine, LayerSettings.Bias];

    public override Value Forward(LayerContext layer, Value x)
    {
        var shape = LayerSettings.LastExtents(x.Shape, layer.Settings.Int("LastAxes", 1));
        return layer.Call("LayerNorm", x, layer.ScaleAndShift(shape, shift: layer.Settings.Bool("Bias", true)));
    }
}
