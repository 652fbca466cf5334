using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Normalization;

/// <summary>y = (x − x̄) / √(σ² + ε) over groups of channels (Wu and He 2018).</summary>
internal sealed record GroupNorm : CompositeOp
{
    public int Groups { get; init; } = 1;

    public double Epsilon { get; init; } = 1e-5;

    public override string Name => "group_norm";

    public override string Doc => "y = (x − x̄) / √(σ² + ε) · weight + bias over each sample's groups of channels (Wu and He 2018).";

    public override string AttributeText => $"{{groups={Groups}, eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new("GroupNorm",
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, C, …]"),
        new OpParameter("groups", ParameterKind.Int, "The number of groups; divides C."),
        NormParameters.Weight,
        NormParameters.Bias,
        NormParameters.Epsilon,
    ])
    {
        Build = call =>
        {
            var op = new GroupNorm { Groups = call.Int("groups"), Epsilon = call.Float("eps", Epsilon) };
            return [NormParameters.ChannelAffine(call.Graph.Add(op, call.Tensor("x")), call)];
        },
        Samples = [Sample(Shape.Of(2, 6, 5), 3), Sample(Shape.Of(2, 4, 3, 5), 2), Sample(Shape.Of(3, 4), 2), Sample(Shape.Of(2, 3, 7), 1)],
    };

    static OpSample Sample(Shape shape, int groups) => new(new GroupNorm { Groups = groups }, [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var shape = operands[0].Shape;
        if (shape.Rank < 2) throw new ShapeException($"{shape} has no channel axis.");
        if (Groups < 1 || shape[1].DivideExactly(Groups) is null) throw new ShapeException($"{Groups} groups do not divide the {shape[1]} channels of {shape}.");
        return operands[0];
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var x = operands[0];
        var grouped = Shape.Of([x.Shape[0], Groups, x.Shape[1].DivideExactly(Groups)!, .. x.Shape.Dims.Skip(2)]);
        return x.Reshape(grouped).Standardize(Enumerable.Range(2, grouped.Rank - 2).ToEquatableArray(), Epsilon).Reshape(x.Shape);
    }
}
