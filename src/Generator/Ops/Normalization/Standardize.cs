using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = (x − x̄) / √(σ² + ε) over some axes: what layer, group, instance and batch norm have in common.</summary>
internal sealed record Standardize : CompositeOp
{
    /// <summary>The axes that share a mean and a variance, ascending, from 0.</summary>
    public EquatableArray<int> Axes { get; init; }

    public double Epsilon { get; init; } = 1e-5;

    public override string Name => "standardize";

    public override string Doc => "y = (x − x̄) / √(σ² + ε), mean and variance (divided by n) over some axes.";

    public override string AttributeText => $"{{axes={Axes}, eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new(null, [])
    {
        Samples = [Sample(Shape.Of(3, 5), [1]), Sample(Shape.Of(7, 5), [0]), Sample(Shape.Of(2, 3, 4, 5), [0, 2, 3]), Sample(Shape.Of(2, 3, 7), [1, 2])],
    };

    static OpSample Sample(Shape shape, EquatableArray<int> axes) => new(new Standardize { Axes = axes }, [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0];

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var x = operands[0];
        return (x - x.MeanKept(Axes)) * InverseDeviation(x);
    }

    public override bool HasGradient => true;

    // Of dy, what shifts or scales the whole group has no effect: the components along 1 and along y go.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        [(dy - dy.MeanKept(Axes) - result * (dy * result).MeanKept(Axes)) * InverseDeviation(result.Operands[0])];

    // The same formula in both places, so that the backward pass finds the forward pass's value.
    Value InverseDeviation(Value x) => ((x - x.MeanKept(Axes)).Square().MeanKept(Axes) + Epsilon).Rsqrt();
}
