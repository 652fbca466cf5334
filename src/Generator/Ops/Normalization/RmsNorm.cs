using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = x / √(mean of x² + ε) over the last axes (Zhang and Sennrich 2019).</summary>
internal sealed record RmsNorm : CompositeOp
{
    /// <summary>How many of the last axes are normalized together.</summary>
    public int Axes { get; init; } = 1;

    // PyTorch's default: the distance from 1 to the next float.
    public double Epsilon { get; init; } = 1.1920929e-7;

    public override string Name => "rms_norm";

    public override string Doc => "y = x / √(mean of x² + ε) · weight over the last axes (Zhang and Sennrich 2019).";

    public override string AttributeText => $"{{axes={Axes}, eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new("RmsNorm",
    [
        new OpParameter("x", ParameterKind.Tensor, "[…, D]"),
        NormParameters.Weight,
        new OpParameter("lastAxes", ParameterKind.Int, "How many of the last axes are normalized together.") { Default = "1" },
        NormParameters.Epsilon with { Doc = "Added to the mean square.", Default = "1.1920929e-7f" },
    ])
    {
        Build = call =>
        {
            var op = new RmsNorm { Axes = call.Int("lastAxes", Axes), Epsilon = call.Float("eps", Epsilon) };
            return [NormParameters.Affine(call.Graph.Add(op, call.Tensor("x")), call)];
        },
        Samples = [Sample(Shape.Of(3, 5), 1), Sample(Shape.Of(2, 3, 17), 1), Sample(Shape.Of(2, 3, 4), 2)],
    };

    static OpSample Sample(Shape shape, int axes) => new(new RmsNorm { Axes = axes }, [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Axes >= 1 && Axes <= operands[0].Shape.Rank
        ? operands[0]
        : throw new ShapeException($"{operands[0].Shape} has no {Axes} last axes.");

    public override Value Decompose(IReadOnlyList<Value> operands) => operands[0] * InverseMagnitude(operands[0]);

    public override bool HasGradient => true;

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        return [(dy - result * (dy * result).MeanKept(Last(x))) * InverseMagnitude(x)];
    }

    Value InverseMagnitude(Value x) => (x.Square().MeanKept(Last(x)) + Epsilon).Rsqrt();

    EquatableArray<int> Last(Value x) => Enumerable.Range(x.Rank - Axes, Axes).ToEquatableArray();
}
