using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The cosine of the angle between vectors along an axis.</summary>
internal sealed record CosineSimilarity : CompositeOp
{
    public int Axis { get; init; }

    public double Epsilon { get; init; } = 1e-8;

    public override string Name => "cosine_similarity";

    public override string Doc => "a·b / (max(‖a‖, ε) · max(‖b‖, ε)) along an axis.";

    public override string AttributeText => $"{{axis={Axis}, eps={Epsilon.Invariant()}}}";

    public override OpSchema Schema => new("CosineSimilarity",
    [
        new OpParameter("a", ParameterKind.Tensor, "Any shape with at least one axis."),
        new OpParameter("b", ParameterKind.Tensor, "The shape of a."),
        ReductionFunction.AxisParameter with { Default = "1" },
        new OpParameter("eps", ParameterKind.Float, "The least length: no division by zero.") { Default = "1e-8f" },
    ])
    {
        Build = call =>
        {
            var (a, b) = (call.Tensor("a"), call.Tensor("b"));
            var op = new CosineSimilarity { Axis = ReductionFunction.Normalized(a.Rank, call.Int("axis", 1)), Epsilon = call.Float("eps", Epsilon) };
            return [call.Graph.Add(op, a, b)];
        },
        Samples = [Sample(Shape.Of(3, 5), 1), Sample(Shape.Of(2, 3, 4), 1), Sample(Shape.Of(17), 0)],
    };

    static OpSample Sample(Shape shape, int axis)
    {
        var operand = new TensorType(DType.Float32, shape);
        return new OpSample(new CosineSimilarity { Axis = axis }, [operand, operand]);
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (a, b) = (operands[0], operands[1]);
        if (a.Shape != b.Shape) throw new ShapeException($"shapes differ: {a.Shape} and {b.Shape}.");
        return (a * b).Sum([Axis]) / (Length(a) * Length(b));
    }

    // The bound stands below the root, where the root's infinite slope at 0 cannot be reached.
    Value Length(Value x) => x.Square().Sum([Axis]).Maximum(Epsilon * Epsilon).Sqrt();
}
