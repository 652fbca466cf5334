using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>Surrounds a tensor with a constant.</summary>
internal sealed record Pad : ViewOp, IAxisOp
{
    /// <summary>Elements before the first, one per axis.</summary>
    public EquatableArray<Dim> Before { get; init; } = [];

    /// <summary>Elements after the last, one per axis.</summary>
    public EquatableArray<Dim> After { get; init; } = [];

    /// <summary>What the new elements are.</summary>
    public double Filling { get; init; }

    public override string Name => "pad";

    public override string Doc => "Surrounds a tensor with a constant.";

    public override string AttributeText => $"{{before={Before}, after={After}, value={Filling.Invariant()}}}";

    public override OpSchema Schema => new("Pad",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("before", ParameterKind.Ints, "Elements before the first, for the last axes in order."),
        new OpParameter("after", ParameterKind.Ints, "Elements after the last, for the last axes in order."),
        new OpParameter("value", ParameterKind.Float, "What the new elements are.") { Default = "0f" },
    ])
    {
        Build = call =>
        {
            var x = call.Tensor("x");
            return [x.Pad(ForAllAxes(x, call.Dims("before")!), ForAllAxes(x, call.Dims("after")!), call.Float("value", 0))];
        },
        Samples =
        [
            Sample(Shape.Of(3, 5), [0, 2], [1, 0], 0),
            Sample(Shape.Of(17), [1], [2], -1.5),
            Sample(Shape.Of(2, 3, 4), [0, 1, 1], [0, 1, 1], 0),
        ],
    };

    static OpSample Sample(Shape shape, EquatableArray<Dim> before, EquatableArray<Dim> after, double filling) =>
        new(new Pad { Before = before, After = after, Filling = filling }, [new TensorType(DType.Float32, shape)]);

    static EquatableArray<Dim> ForAllAxes(Value x, Dim[] widths)
    {
        if (widths.Length > x.Rank) throw new ShapeException($"{widths.Length} widths for the {x.Rank} axes of {x.Shape}.");
        if (widths.FirstOrDefault(width => width.Constant is < 0) is { } negative) throw new ShapeException($"a width cannot be negative, but is {negative}.");
        return [.. Enumerable.Repeat(Dim.Zero, x.Rank - widths.Length), .. widths];
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Before.Count == operands[0].Shape.Rank && After.Count == Before.Count
        ? operands[0] with { Shape = Shape.Of(operands[0].Shape.Dims.Select((extent, axis) => Before[axis] + extent + After[axis])) }
        : throw new ShapeException($"{Before.Count} and {After.Count} widths for {operands[0].Shape}.");

    public override double Outside => Filling;

    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index) => [.. index.Select((position, axis) => position - Before[axis])];

    public override Expr? Inside(Value result, IReadOnlyList<Dim> index)
    {
        var bounds = new List<Expr>();
        for (var axis = 0; axis < index.Count; axis++)
        {
            if (Before[axis] != Dim.Zero) bounds.Add(Expr.Call(Intrinsic.GreaterOrEqual, new IndexValue(index[axis]), new IndexValue(Before[axis])));
            if (After[axis] != Dim.Zero)
                bounds.Add(Expr.Call(Intrinsic.Less, new IndexValue(index[axis]), new IndexValue(Before[axis] + result.Operands[0].Shape[axis])));
        }
        return bounds.Count == 0 ? null : bounds.Aggregate((a, b) => Expr.Call(Intrinsic.And, a, b));
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        [dy.Graph.Add(new Slice { Ranges = [.. result.Operands[0].Shape.Dims.Select((extent, axis) => new SliceRange(Before[axis], extent))] }, dy)];

    public Op Permuted(EquatableArray<int> permutation) =>
        this with { Before = [.. permutation.Select(axis => Before[axis])], After = [.. permutation.Select(axis => After[axis])] };

    public override Value? Fold(Value value) => value.Operands[0] switch
    {
        var x when Before.Concat(After).All(width => width == Dim.Zero) => x,
        { Op: Pad inner } x when inner.Filling.Equals(Filling) => x.Operands[0].Pad(Sums(inner.Before, Before), Sums(inner.After, After), Filling),
        _ => null,
    };

    static EquatableArray<Dim> Sums(EquatableArray<Dim> inner, EquatableArray<Dim> outer) => [.. inner.Zip(outer, (a, b) => a + b)];
}
