using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>What the passes that move transposes share.</summary>
internal static class Layout
{
    /// <summary>The op on permuted operands, when layout does not matter to it; its result is permuted alike.</summary>
    public static Op? Permuted(Op op, EquatableArray<int> permutation) => op switch
    {
        ElementwiseOp => op,
        IAxisOp axisOp => axisOp.Permuted(permutation),
        _ => null,
    };

    /// <summary>A value whose transpose costs nothing: a broadcast, of which only the small source is transposed.</summary>
    public static bool IsFree(Value value) => value.Number is not null || value.Op is Broadcast;

    /// <summary>The transpose of a value, with as little movement as possible: transposes cancel, broadcasts are broadcast the other way.</summary>
    public static Value Transposed(Value value, EquatableArray<int> permutation)
    {
        if (permutation.SequenceEqual(Enumerable.Range(0, permutation.Count))) return value;
        var shape = Shape.Of(permutation.Select(axis => value.Shape[axis]));
        return value.Op switch
        {
            _ when value.Number is { } number => value.Constant(number).BroadcastTo(shape),
            Transpose inner => Transposed(value.Operands[0], Compose(inner.Permutation, permutation)),
            Broadcast => Transposed(WithRank(value.Operands[0], value.Rank), permutation).BroadcastTo(shape),
            _ when MovesOnlyOnes(value.Shape, permutation) => value.Reshape(shape),
            _ => value.Transpose(permutation),
        };
    }

    /// <summary>First one permutation, then the other.</summary>
    public static EquatableArray<int> Compose(EquatableArray<int> first, EquatableArray<int> then) => then.Select(axis => first[axis]).ToEquatableArray();

    /// <summary>The elements keep their order: only axes of extent one change places.</summary>
    public static bool MovesOnlyOnes(Shape shape, IEnumerable<int> permutation)
    {
        var moved = permutation.Where(axis => shape[axis] != Dim.One).ToList();
        return moved.SequenceEqual(moved.OrderBy(axis => axis));
    }

    static Value WithRank(Value value, int rank) =>
        value.Reshape(Shape.Of([.. Enumerable.Repeat(Dim.One, rank - value.Rank), .. value.Shape.Dims]));
}
