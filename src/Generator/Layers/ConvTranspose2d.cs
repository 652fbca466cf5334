using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Layers;

/// <summary>A transposed convolution over images [N, C, H, W] with a learned kernel [C, channels/groups, R, S] and bias.</summary>
internal sealed class ConvTranspose2d : ConvolutionLayer
{
    public override string Doc => "2-D transposed convolution of images [N, C, H, W] to [N, channels, OH, OW], for upsampling (torch.nn.ConvTranspose2d).";

    public override EquatableArray<LayerParameter> Parameters =>
    [
        .. LayerSettings.Convolution,
        LayerSettings.Whole("OutputPadding", "Further rows and columns at the end of the result.", 0),
        .. LayerSettings.Widths,
        LayerSettings.Width("OutputPadding", "OutputPadding"),
    ];

    public override Value Forward(LayerContext layer, Value x)
    {
        SlidingWindow.RequireImages(x.Shape);
        var call = layer.Settings.AsCall(x.Graph);
        var settings = ConvolutionSettings.Of(call);
        var (kernel, channels, inputs) = (Pair.Of(call, "kernel"), layer.Settings.Positive("channels"), LayerSettings.Known(x.Shape, 1));
        PerGroup(inputs, settings.Groups);
        var (weight, bias) = Tensors(layer, Shape.Of(inputs, PerGroup(channels, settings.Groups), kernel.Y, kernel.X), channels);
        return Ops.Contractions.ConvTranspose2d.Apply(x, weight, bias, settings, Pair.Of(call, "outputPadding", 0));
    }
}
