using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Views;

/// <summary>The tensor again and again along its axes.</summary>
internal sealed record Repeat : CompositeOp
{
    /// <summary>How often, for each axis of the result; more counts than axes add outer axes.</summary>
    public EquatableArray<Dim> Counts { get; init; } = [];

    public override string Name => "repeat";

    public override string Doc => "The tensor again and again along its axes: y[i] = x[i mod n] (PyTorch's repeat, NumPy's tile).";

    public override string AttributeText => $"{{{Counts}}}";

    public override OpSchema Schema => new("Repeat",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("counts", ParameterKind.Ints, "How often, one per axis; more counts than axes add outer axes."),
    ])
    {
        Build = call => [call.Graph.Add(new Repeat { Counts = call.Dims("counts")!.ToEquatableArray() }, call.Tensor("x"))],
        Samples = [Sample(Shape.Of(3, 5), 2, 1), Sample(Shape.Of(5), 3), Sample(Shape.Of(2, 3), 2, 1, 3)],
    };

    static OpSample Sample(Shape shape, params Dim[] counts) => new(new Repeat { Counts = counts.ToEquatableArray() }, [new TensorType(DType.Float32, shape)]);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var x = operands[0];
        if (Counts.Count < x.Rank) throw new ShapeException($"{Counts.Count} counts for the {x.Rank} axes of {x.Shape}.");
        Dim[] extents = [.. Enumerable.Repeat(Dim.One, Counts.Count - x.Rank), .. x.Shape.Dims];
        return x.Reshape(Shape.Of(extents.SelectMany(extent => new[] { 1, extent })))
            .BroadcastTo(Shape.Of(extents.SelectMany((extent, axis) => new[] { Counts[axis], extent })))
            .Reshape(Shape.Of(extents.Select((extent, axis) => Counts[axis] * extent)));
    }
}
