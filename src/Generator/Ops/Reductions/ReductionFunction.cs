using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>What all reductions offer to users: <c>Name(x, axes: […], keepDims: false)</c>, negative axes counted from the end.</summary>
internal static class ReductionFunction
{
    public static OpSchema Schema(string function, Op op, Func<Value, EquatableArray<int>, Value> reduce, string? resultType = null) => new(function,
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("axes", ParameterKind.Ints, "The axes to reduce, negative ones from the end; left out: all.") { Default = "null" },
        new OpParameter("keepDims", ParameterKind.Bool, "Keeps the reduced axes with extent one.") { Default = "false" },
    ])
    {
        ResultType = resultType ?? "Tensor",
        Build = call =>
        {
            var x = call.Tensor("x");
            var axes = Normalized(x.Rank, call.Ints("axes"));
            var y = reduce(x, axes);
            return [call.Bool("keepDims") ? y.Reshape(KeptShape(x.Shape, axes)) : y];
        },
        Samples = op is ReductionOp reduction ? [.. Samples(reduction)] : [],
    };

    /// <summary>Ascending axes from 0; all of them for null.</summary>
    public static EquatableArray<int> Normalized(int rank, int[]? axes)
    {
        if (axes is null) return Enumerable.Range(0, rank).ToEquatableArray();
        var normalized = axes.Select(axis => axis < 0 ? axis + rank : axis).OrderBy(axis => axis).ToEquatableArray();
        if (normalized.Any(axis => axis < 0 || axis >= rank) || normalized.Distinct().Count() != normalized.Count)
            throw new ShapeException($"axes [{string.Join(", ", axes)}] are not distinct axes of a tensor of rank {rank}.");
        return normalized;
    }

    public static Shape KeptShape(Shape shape, EquatableArray<int> axes) => Shape.Of(shape.Dims.Select((extent, axis) => axes.Contains(axis) ? Dim.One : extent));

    static IEnumerable<OpSample> Samples(ReductionOp op)
    {
        yield return Sample(op, Shape.Of(3, 5), [1]);
        yield return Sample(op, Shape.Of(7, 5), [0]);
        yield return Sample(op, Shape.Of(2, 3, 4), [0, 1, 2]);
        yield return Sample(op, Shape.Of(2, 3, 4, 5), [0, 2]);
        yield return Sample(op, Shape.Of(37), [0]);
    }

    static OpSample Sample(ReductionOp op, Shape shape, EquatableArray<int> axes) =>
        new(op with { Axes = axes }, [new TensorType(DType.Float32, shape)]);
}
