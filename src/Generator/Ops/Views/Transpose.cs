using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Views;

/// <summary>Permutes the axes: axis i of the result is axis Permutation[i] of x.</summary>
internal sealed record Transpose : ViewOp
{
    public EquatableArray<int> Permutation { get; init; } = [0];

    public override string Name => "transpose";

    public override string Doc => "Permutes the axes: axis i of the result is axis permutation[i] of x.";

    public override string AttributeText => $"{{{Permutation}}}";

    public override OpSchema Schema => new("Transpose",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("permutation", ParameterKind.Ints, "Each axis once; left out: the last two axes are swapped.") { Default = "null" },
    ])
    {
        Overloads = [new("IntTensor", [ParameterKind.IntTensor]), new("BoolTensor", [ParameterKind.BoolTensor])],
        Build = call => [call.Tensor("x").Transpose(Normalized(call.Tensor("x").Rank, call.Ints("permutation")))],
        Samples =
        [
            new OpSample(new Transpose { Permutation = [1, 0] }, [new TensorType(DType.Float32, Shape.Of(3, 5))]),
            new OpSample(new Transpose { Permutation = [2, 0, 1] }, [new TensorType(DType.Float32, Shape.Of(2, 3, 4))]),
            new OpSample(new Transpose { Permutation = [0, 2, 3, 1] }, [new TensorType(DType.Float32, Shape.Of(2, 3, 4, 5))]),
        ],
    };

    static EquatableArray<int> Normalized(int rank, int[]? permutation)
    {
        if (permutation is null)
        {
            if (rank < 2) throw new ShapeException($"a tensor of rank {rank} has no two axes to swap.");
            return [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2];
        }
        var axes = permutation.Select(axis => axis < 0 ? axis + rank : axis).ToEquatableArray();
        if (!axes.OrderBy(a => a).SequenceEqual(Enumerable.Range(0, rank)))
            throw new ShapeException($"[{string.Join(", ", permutation)}] does not name each of the {rank} axes once.");
        return axes;
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        if (Permutation.Count != operands[0].Shape.Rank)
            throw new ShapeException($"the permutation {Permutation} does not name each axis of {operands[0].Shape} once.");
        return operands[0] with { Shape = Shape.Of(Permutation.Select(axis => operands[0].Shape[axis])) };
    }

    public EquatableArray<int> Inverse => Enumerable.Range(0, Permutation.Count).Select(axis => Permutation.ToList().IndexOf(axis)).ToEquatableArray();

    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index) => [.. Inverse.Select(axis => index[axis])];

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [dy.Transpose(Inverse)];

    public override Value? Fold(Value value) => value.Operands[0] switch
    {
        var x when Permutation.SequenceEqual(Enumerable.Range(0, Permutation.Count)) => x,
        { Op: Transpose inner } x => x.Operands[0].Transpose(Permutation.Select(axis => inner.Permutation[axis]).ToEquatableArray()),
        _ => null,
    };
}
