using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>
/// y = (x − mean) / √(variance + ε) · weight + bias with given statistics per channel (Ioffe and Szegedy 2015). While training, a layer takes
/// <see cref="Standardize"/> over all axes but 1 in its place.
/// </summary>
internal sealed record BatchNorm : CompositeOp
{
    public double Epsilon { get; init; } = 1e-5;

    public override string Name => "batch_norm";

    public override string Doc => "y = (x − mean) / √(variance + ε) · weight + bias, one number of each per channel (axis 1) (Ioffe and Szegedy 2015).";

    public override string AttributeText => $"{{eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new("BatchNorm",
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, C, …]"),
        new OpParameter("mean", ParameterKind.Tensor, "[C]"),
        new OpParameter("variance", ParameterKind.Tensor, "[C]"),
        NormParameters.Weight,
        NormParameters.Bias,
        NormParameters.Epsilon,
    ])
    {
        Build = call =>
        {
            var (x, mean) = (call.Tensor("x"), call.Tensor("mean"));
            Value PerChannel(string name, double whenAbsent) => call.OptionalTensor(name) ?? mean.Constant(whenAbsent).BroadcastTo(mean.Shape);
            return [x.BatchNorm(mean, call.Tensor("variance"), PerChannel("weight", 1), PerChannel("bias", 0), call.Float("eps", Epsilon))];
        },
        Samples = [Sample(Shape.Of(5, 3)), Sample(Shape.Of(2, 3, 7)), Sample(Shape.Of(2, 3, 4, 5))],
    };

    static OpSample Sample(Shape shape)
    {
        var channels = new TensorType(DType.Float32, Shape.Of(shape[1]));
        return new OpSample(new BatchNorm(), [new TensorType(DType.Float32, shape), channels, channels, channels, channels], 0.3, 2);
    }

    // One multiply and one add per element; scale and shift depend on the channel alone.
    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (x, mean, variance, weight, bias) = (operands[0], operands[1], operands[2], operands[3], operands[4]);
        var scale = weight * (variance + Epsilon).Rsqrt();
        var shift = bias - mean * scale;
        return x * NormParameters.AlongChannels(scale, x) + NormParameters.AlongChannels(shift, x);
    }
}
