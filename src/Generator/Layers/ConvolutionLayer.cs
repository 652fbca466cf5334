using System;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Layers;

/// <summary>What convolution layers share: weight and bias from U(−1/√fan, 1/√fan), fan being the inputs of one output element as PyTorch counts them.</summary>
internal abstract class ConvolutionLayer : LayerDefinition
{
    public override string Stem => "conv";

    /// <summary>The weight of the given shape and, unless switched off, the bias.</summary>
    protected static (Value Weight, Value? Bias) Tensors(LayerContext layer, Shape weight, int channels)
    {
        var fan = Shape.Of(weight.Dims.Skip(1)).Size.Constant!.Value;
        var initializer = Initializer.Uniform(1 / Math.Sqrt(fan));
        return (layer.Parameter("weight", weight, initializer), layer.Settings.Bool("Bias", true) ? layer.Parameter("bias", Shape.Of(channels), initializer, ParameterRole.Bias) : null);
    }

    /// <summary>The channels of one group.</summary>
    protected static int PerGroup(int channels, int groups) =>
        groups >= 1 && channels % groups == 0 ? channels / groups : throw new ShapeException($"{groups} groups do not divide {channels} channels.");
}
