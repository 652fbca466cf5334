using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>What all reductions offer to users: <c>Name(x, axes: […], keepDims: false)</c>, negative axes counted from the end.</summary>
internal static class ReductionFunction
{
    /// <summary>The parameter of functions that work along one axis.</summary>
    public static OpParameter AxisParameter { get; } = new("axis", ParameterKind.Int, "The axis; a negative one counts from the end.") { Default = "-1" };

    public static OpParameter KeepDimsParameter { get; } = new("keepDims", ParameterKind.Bool, "Keeps the reduced axes with extent one.") { Default = "false" };

    /// <param name="over">The op that reduces these axes, configured by a call (null: by defaults).</param>
    /// <param name="settings">The parameters that <paramref name="over"/> reads.</param>
    public static OpSchema Schema(string function, Func<EquatableArray<int>, CallArguments?, Op> over, EquatableArray<OpParameter> settings = default) => new(function,
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("axes", ParameterKind.Ints, "The axes to reduce, negative ones from the end; left out: all.") { Default = "null" },
        .. settings,
        KeepDimsParameter,
    ])
    {
        Build = call =>
        {
            var x = call.Tensor("x");
            var axes = Normalized(x.Rank, call.Ints("axes"));
            return [Kept(x.Graph.Add(over(axes, call), x), x, axes, call.Bool("keepDims"))];
        },
        Samples =
        [
            Sample(over, Shape.Of(3, 5), [1]),
            Sample(over, Shape.Of(7, 5), [0]),
            Sample(over, Shape.Of(2, 3, 4), [0, 1, 2]),
            Sample(over, Shape.Of(2, 3, 4, 5), [0, 2]),
            Sample(over, Shape.Of(37), [0]),
        ],
    };

    /// <summary>The reduced value, with its axes put back as ones when the user asked for it.</summary>
    public static Value Kept(Value reduced, Value x, EquatableArray<int> axes, bool keepDims) => keepDims ? reduced.Reshape(KeptShape(x.Shape, axes)) : reduced;

    /// <summary>Ascending axes from 0; all of them for null.</summary>
    public static EquatableArray<int> Normalized(int rank, int[]? axes)
    {
        if (axes is null) return Enumerable.Range(0, rank).ToEquatableArray();
        var normalized = axes.Select(axis => axis < 0 ? axis + rank : axis).OrderBy(axis => axis).ToEquatableArray();
        if (normalized.Any(axis => axis < 0 || axis >= rank) || normalized.Distinct().Count() != normalized.Count)
            throw new ShapeException($"axes [{string.Join(", ", axes)}] are not distinct axes of a tensor of rank {rank}.");
        return normalized;
    }

    /// <summary>One axis, from 0.</summary>
    public static int Normalized(int rank, int axis) =>
        axis >= -rank && axis < rank ? (axis + rank) % rank : throw new ShapeException($"axis {axis} is not an axis of a tensor of rank {rank}.");

    public static Shape KeptShape(Shape shape, EquatableArray<int> axes) => Shape.Of(shape.Dims.Select((extent, axis) => axes.Contains(axis) ? Dim.One : extent));

    static OpSample Sample(Func<EquatableArray<int>, CallArguments?, Op> over, Shape shape, EquatableArray<int> axes) =>
        new(over(axes, null), [new TensorType(DType.Float32, shape)]);
}
