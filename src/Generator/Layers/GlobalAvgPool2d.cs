using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>The mean of each channel.</summary>
internal sealed class GlobalAvgPool2d : LayerDefinition
{
    public override string Stem => "pool";

    public override string Doc => "The mean of each channel of images: [N, C, H, W] to [N, C] (torch.nn.AdaptiveAvgPool2d(1), flattened).";

    public override EquatableArray<LayerParameter> Parameters => [];

    public override Value Forward(LayerContext layer, Value x)
    {
        SlidingWindow.RequireImages(x.Shape);
        return x.Mean([2, 3]);
    }
}
