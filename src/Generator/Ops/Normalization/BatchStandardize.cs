using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>
/// y = (x − x̄) / √(σ² + ε) · weight + bias with mean and variance of the batch per channel (axis 1): batch norm while training (Ioffe and Szegedy 2015). One op with its
/// scale and shift, because their derivatives are the very sums that the derivative of x needs.
/// </summary>
internal sealed record BatchStandardize : CompositeOp
{
    public double Epsilon { get; init; } = 1e-5;

    public override string Name => "batch_standardize";

    public override string Doc => "y = (x − x̄) / √(σ² + ε) · weight + bias, mean and variance (divided by n) over all axes but 1.";

    public override string AttributeText => $"{{eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, C, …]"), NormParameters.Weight, NormParameters.Bias])
    {
        Samples = [Sample(Shape.Of(7, 5)), Sample(Shape.Of(2, 3, 7)), Sample(Shape.Of(2, 3, 4, 5))],
    };

    static OpSample Sample(Shape shape)
    {
        var channels = new TensorType(DType.Float32, Shape.Of(shape[1]));
        return new OpSample(new BatchStandardize(), [new TensorType(DType.Float32, shape), channels, channels]);
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0];

    // What is left per element reads x alone beside the channel's numbers.
    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (x, weight, bias) = (operands[0], operands[1], operands[2]);
        return Deviation(x) * NormParameters.AlongChannels(weight * InverseDeviation(x), x) + NormParameters.AlongChannels(bias, x);
    }

    public override bool HasGradient => true;

    // Of dy, what shifts or scales a whole channel has no effect on y: the components along 1 and along x − x̄ go.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var (x, weight) = (result.Operands[0], result.Operands[1]);
        var (axes, inverse) = (Axes(x), InverseDeviation(x));
        var (shift, slope) = (dy.Sum(axes), (dy * Deviation(x)).Sum(axes));
        var count = x.Count(axes);
        var rest = dy - NormParameters.AlongChannels(shift.DividedBy(count), x)
            - Deviation(x) * NormParameters.AlongChannels((slope * inverse * inverse).DividedBy(count), x);
        return [rest * NormParameters.AlongChannels(weight * inverse, x), slope * inverse, shift];
    }

    static EquatableArray<int> Axes(Value x) => Enumerable.Range(0, x.Rank).Where(axis => axis != 1).ToEquatableArray();

    static Value Deviation(Value x) => x - NormParameters.AlongChannels(x.Mean(Axes(x)), x);

    // The same formulas everywhere, so that all of them become one value.
    Value InverseDeviation(Value x) => (Deviation(x).Square().Sum(Axes(x)).DividedBy(x.Count(Axes(x))) + Epsilon).Rsqrt();
}
