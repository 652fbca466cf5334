using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>A convolution over sequences [N, C, L] with a learned kernel [channels, C/groups, R] and bias.</summary>
internal sealed class Conv1d : ConvolutionLayer
{
    public override string Doc => "1-D convolution of sequences [N, C, L] to [N, channels, OL] (torch.nn.Conv1d).";

    public override EquatableArray<LayerParameter> Parameters => LayerSettings.Convolution;

    public override Value Forward(LayerContext layer, Value x)
    {
        if (x.Rank != 3) throw new ShapeException($"sequences must be [N, C, L], but are {x.Shape}.");
        var call = layer.Settings.AsCall(x.Graph);
        var op = Ops.Contractions.Conv1d.Of(call);
        var channels = layer.Settings.Positive("channels");
        PerGroup(channels, op.Groups);
        var (weight, bias) = Tensors(layer, Shape.Of(channels, PerGroup(LayerSettings.Known(x.Shape, 1), op.Groups), layer.Settings.Positive("kernel")), channels);
        return Ops.Contractions.Conv1d.Apply(x, weight, bias, op);
    }
}
