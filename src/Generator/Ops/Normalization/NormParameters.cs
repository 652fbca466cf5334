using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>What the norms' functions share: the optional scale and shift after the normalization.</summary>
internal static class NormParameters
{
    public static OpParameter Weight { get; } = new("weight", ParameterKind.Tensor, "The scale; left out: 1.") { Default = "null" };

    public static OpParameter Bias { get; } = new("bias", ParameterKind.Tensor, "The shift; left out: 0.") { Default = "null" };

    public static OpParameter Epsilon { get; } = new("eps", ParameterKind.Float, "Added to the variance.") { Default = "1e-5f" };

    /// <summary>y·weight + bias, both along the last axes.</summary>
    public static Value Affine(Value y, CallArguments call)
    {
        if (call.OptionalTensor("weight") is { } weight) y *= weight;
        return call.OptionalTensor("bias") is { } bias ? y + bias : y;
    }

    /// <summary>y·weight + bias, both [C], along axis 1.</summary>
    public static Value ChannelAffine(Value y, CallArguments call)
    {
        if (call.OptionalTensor("weight") is { } weight) y *= AlongChannels(weight, y);
        return call.OptionalTensor("bias") is { } bias ? y + AlongChannels(bias, y) : y;
    }

    /// <summary>A tensor [C] so that it broadcasts along axis 1 of another.</summary>
    public static Value AlongChannels(Value vector, Value x)
    {
        if (x.Rank < 2 || vector.Rank != 1 || vector.Shape[0] != x.Shape[1])
            throw new ShapeException($"{vector.Shape} is not one number per channel (axis 1) of {x.Shape}.");
        return vector.Reshape(Shape.Of(Enumerable.Repeat(Dim.One, x.Rank - 2).Prepend(vector.Shape[0])));
    }
}
