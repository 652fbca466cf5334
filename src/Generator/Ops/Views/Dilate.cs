using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>Puts zeros between neighbors: the gradient of a strided slice.</summary>
internal sealed record Dilate : ViewOp
{
    /// <summary>The distance of former neighbors, one per axis; 1 leaves an axis as it is.</summary>
    public EquatableArray<int> Factors { get; init; } = [];

    public override string Name => "dilate";

    public override string Doc => "Puts zeros between neighbors: y[i·factor] = x[i].";

    public override string AttributeText => $"{{{Factors}}}";

    public override OpSchema Schema => new(null, [])
    {
        Samples =
        [
            new OpSample(new Dilate { Factors = [1, 3] }, [new TensorType(DType.Float32, Shape.Of(3, 5))]),
            new OpSample(new Dilate { Factors = [2, 1, 2] }, [new TensorType(DType.Float32, Shape.Of(2, 3, 4))]),
        ],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Factors.Count == operands[0].Shape.Rank
        ? operands[0] with { Shape = Shape.Of(operands[0].Shape.Dims.Select((extent, axis) => (extent - 1) * Factors[axis] + 1)) }
        : throw new ShapeException($"{Factors.Count} factors for {operands[0].Shape}.");

    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index) => [.. index.Select((position, axis) => Dim.FloorDivide(position, Factors[axis]))];

    public override Expr? Inside(Value result, IReadOnlyList<Dim> index)
    {
        var hits = Factors.Select((factor, axis) => (factor, axis)).Where(f => f.factor > 1)
            .Select(f => Expr.Call(Intrinsic.Equal, new IndexValue(Dim.Modulo(index[f.axis], f.factor)), new Literal(0, DType.Int32))).ToArray();
        return hits.Length == 0 ? null : hits.Aggregate((a, b) => Expr.Call(Intrinsic.And, a, b));
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        [dy.Graph.Add(new Slice { Ranges = [.. result.Operands[0].Shape.Dims.Select((extent, axis) => new SliceRange(0, extent, Factors[axis]))] }, dy)];

    public override Value? Fold(Value value) => Factors.All(factor => factor == 1) ? value.Operands[0] : null;
}
