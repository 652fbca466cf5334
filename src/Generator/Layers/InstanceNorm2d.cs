using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>Normalization of each channel of each image.</summary>
internal sealed class InstanceNorm2d : LayerDefinition
{
    public override string Stem => "norm";

    public override string Doc => "Normalizes each channel of each image [N, C, H, W] (torch.nn.InstanceNorm2d; Ulyanov et al. 2016).";

    public override EquatableArray<LayerParameter> Parameters => [LayerSettings.Epsilon, LayerSettings.Affine with { Default = "false" }];

    public override Value Forward(LayerContext layer, Value x)
    {
        SlidingWindow.RequireImages(x.Shape);
        return layer.Call("InstanceNorm", x, layer.ScaleAndShift(Shape.Of(LayerSettings.Known(x.Shape, 1)), affineByDefault: false));
    }
}
