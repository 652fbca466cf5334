using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>One of the pieces that a tensor is cut into along an axis.</summary>
internal sealed record Split : CompositeOp
{
    public int Axis { get; init; }

    /// <summary>The extents of all pieces.</summary>
    public EquatableArray<Dim> Sizes { get; init; } = [1];

    /// <summary>Which piece this is.</summary>
    public int Piece { get; init; }

    public override string Name => "split";

    public override string Doc => "Cuts a tensor into pieces along an axis.";

    public override string AttributeText => $"{{axis={Axis}, sizes={Sizes}, piece={Piece}}}";

    public override OpSchema Schema => new("Split",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape with at least one axis."),
        new OpParameter("sizes", ParameterKind.Ints, "The extents of the pieces; they add up to the axis's."),
        new OpParameter("axis", ParameterKind.Int, "The axis; a negative one counts from the end.") { Default = "0" },
    ])
    {
        ResultType = "Tensor[]",
        Build = call =>
        {
            var x = call.Tensor("x");
            var all = new Split { Axis = ReductionFunction.Normalized(x.Rank, call.Int("axis", 0)), Sizes = call.Dims("sizes")!.ToEquatableArray() };
            return [.. Enumerable.Range(0, all.Sizes.Count).Select(piece => call.Graph.Add(all with { Piece = piece }, x))];
        },
        Samples = [Sample(Shape.Of(3, 6), 1, 0), Sample(Shape.Of(3, 6), 1, 2), Sample(Shape.Of(6, 2, 5), 0, 1)],
    };

    static OpSample Sample(Shape shape, int axis, int piece) =>
        new(new Split { Axis = axis, Sizes = [1, 3, 2], Piece = piece }, [new TensorType(DType.Float32, shape)]);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var extent = operands[0].Shape[Axis];
        if (Sizes.Aggregate((a, b) => a + b) != extent)
            throw new ShapeException($"the sizes {Sizes} do not add up to axis {Axis} of {operands[0].Shape}, which is {extent}.");
        return operands[0].Slice(Axis, new SliceRange(Sizes.Take(Piece).Aggregate(Dim.Zero, (a, b) => a + b), Sizes[Piece]));
    }
}
