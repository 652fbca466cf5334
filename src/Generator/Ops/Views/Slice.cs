using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>A range of each axis.</summary>
internal sealed record Slice : ViewOp, IAxisOp
{
    /// <summary>One per axis.</summary>
    public EquatableArray<SliceRange> Ranges { get; init; } = [];

    public override string Name => "slice";

    public override string Doc => "A range of an axis: y[i] = x[start + i·step].";

    public override string AttributeText => $"{{{Ranges}}}";

    public override OpSchema Schema => new("Slice",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape with at least one axis."),
        new OpParameter("axis", ParameterKind.Int, "The axis; a negative one counts from the end."),
        new OpParameter("start", ParameterKind.Int, "The first position; a negative one counts from the end."),
        new OpParameter("end", ParameterKind.Int, "The position behind the last one; a negative one counts from the end."),
        new OpParameter("step", ParameterKind.Int, "From one position to the next.") { Default = "1" },
    ])
    {
        Overloads = [new("IntTensor", [ParameterKind.IntTensor]), new("BoolTensor", [ParameterKind.BoolTensor])],
        Build = call =>
        {
            var x = call.Tensor("x");
            var axis = ReductionFunction.Normalized(x.Rank, call.Int("axis"));
            return [x.Slice(axis, SliceRange.Of(x.Shape[axis], call.Dim("start"), call.Dim("end"), call.Int("step", 1)))];
        },
        Samples =
        [
            Sample(Shape.Of(3, 5), new(0, 3), new(1, 3)),
            Sample(Shape.Of(4, 17), new(1, 2), new(2, 5, 3)),
            Sample(Shape.Of(2, 5, 4), new(0, 2), new(4, 5, -1), new(3, 2, -2)),
        ],
    };

    static OpSample Sample(Shape shape, params SliceRange[] ranges) =>
        new(new Slice { Ranges = ranges.ToEquatableArray() }, [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Ranges.Count == operands[0].Shape.Rank
        ? operands[0] with { Shape = Shape.Of(Ranges.Select(range => range.Extent)) }
        : throw new ShapeException($"{Ranges.Count} ranges for {operands[0].Shape}.");

    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index) => [.. Ranges.Select((range, axis) => range.Start + index[axis] * range.Step)];

    // The way back: turned around, spread out, and surrounded by zeros.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0];
        var forward = dy.Flip([.. Enumerable.Range(0, Ranges.Count).Where(axis => Ranges[axis].Step < 0)]);
        var spread = forward.Dilate([.. Ranges.Select(range => System.Math.Abs(range.Step))]);
        return
        [
            spread.Pad(
                [.. Ranges.Select(range => range.Lowest)],
                [.. Ranges.Select((range, axis) => x.Shape[axis] - range.Lowest - spread.Shape[axis])]),
        ];
    }

    public Op Permuted(EquatableArray<int> permutation) => new Slice { Ranges = [.. permutation.Select(axis => Ranges[axis])] };

    public override Value? Fold(Value value) => value.Operands[0] switch
    {
        var x when Ranges.Select((range, axis) => range == SliceRange.All(x.Shape[axis])).All(whole => whole) => x,
        { Op: Slice inner } x => x.Graph.Add(new Slice { Ranges = [.. Ranges.Select((range, axis) => range.Of(inner.Ranges[axis]))] }, x.Operands[0]),
        { Op: Pad pad } x => Uncovered(pad, x.Operands[0]),
        _ => null,
    };

    // A range of a padded tensor that still shows all of the tensor is less padding.
    Value? Uncovered(Pad pad, Value x)
    {
        Dim[] before = [.. Ranges.Select((range, axis) => pad.Before[axis] - range.Start)];
        Dim[] after = [.. Ranges.Select((range, axis) => range.Start + range.Extent - pad.Before[axis] - x.Shape[axis])];
        return Ranges.All(range => range.Step == 1) && before.Concat(after).All(width => width.IsNonNegative) ? x.Pad([.. before], [.. after], pad.Filling) : null;
    }
}
