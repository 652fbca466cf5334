using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Normalization;

namespace Sinter.Generator.Layers;

/// <summary>
/// Training: normalizes each channel (axis 1) by the batch's mean and variance, and moves the running ones towards them; the running variance is
/// unbiased, as PyTorch's.
/// Inference: normalizes by the running ones.
/// </summary>
internal abstract class BatchNormLayer : LayerDefinition
{
    const double Momentum = 0.1;

    public override string Stem => "bn";

    public override EquatableArray<LayerParameter> Parameters =>
    [
        LayerSettings.Number("Momentum", "How far the running statistics move towards those of a batch.", "0.1f"),
        LayerSettings.Epsilon,
        LayerSettings.Affine,
    ];

    /// <summary>Throws when the layer does not take this shape.</summary>
    protected abstract void Check(Shape x);

    public override Value Forward(LayerContext layer, Value x)
    {
        Check(x.Shape);
        var channels = Shape.Of(LayerSettings.Known(x.Shape, 1));
        var (mean, variance) = (layer.State("running_mean", channels, Initializer.Zeros), layer.State("running_var", channels, Initializer.Ones));
        var affine = layer.ScaleAndShift(channels);
        if (!layer.Training) return layer.Call("BatchNorm", x, [("mean", mean), ("variance", variance), .. affine]);

        var axes = Enumerable.Range(0, x.Rank).Where(axis => axis != 1).ToEquatableArray();
        if (axes.Aggregate(Dim.One, (count, axis) => count * x.Shape[axis]).Constant is { } values and <= 1)
            throw new ShapeException($"{x.Shape} has {values} value per channel; training needs more than one, to have a variance.");
        var momentum = layer.Settings.Float("Momentum", Momentum);
        layer.Update("running_mean", (1 - momentum) * mean + momentum * x.Mean(axes));
        layer.Update("running_var", (1 - momentum) * variance + momentum * x.Variance(axes, correction: 1));
        Value PerChannel(Value? tensor, double whenAbsent) => tensor ?? mean.Constant(whenAbsent).BroadcastTo(channels);
        return x.BatchStandardize(PerChannel(affine[0].Tensor, 1), PerChannel(affine[1].Tensor, 0), layer.Settings.Float(LayerSettings.Epsilon.Name, 1e-5));
    }
}
