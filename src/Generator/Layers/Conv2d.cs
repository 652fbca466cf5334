using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Layers;

/// <summary>A convolution over images [N, C, H, W] with a learned kernel [channels, C/groups, R, S] and bias.</summary>
internal sealed class Conv2d : ConvolutionLayer
{
    public override string Doc => "2-D convolution of images [N, C, H, W] to [N, channels, OH, OW] (torch.nn.Conv2d).";

    public override EquatableArray<LayerParameter> Parameters => [.. LayerSettings.Convolution, .. LayerSettings.Widths];

    public override Value Forward(LayerContext layer, Value x)
    {
        SlidingWindow.RequireImages(x.Shape);
        var call = layer.Settings.AsCall(x.Graph);
        var settings = ConvolutionSettings.Of(call);
        var (kernel, channels) = (Pair.Of(call, "kernel"), layer.Settings.Positive("channels"));
        PerGroup(channels, settings.Groups);
        var (weight, bias) = Tensors(layer, Shape.Of(channels, PerGroup(LayerSettings.Known(x.Shape, 1), settings.Groups), kernel.Y, kernel.X), channels);
        return Convolution.Apply(x, weight, bias, settings);
    }
}
