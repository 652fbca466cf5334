using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>Tensors one behind the other along an axis.</summary>
internal sealed record Concat : Op, IAxisOp, IIndependentOuterLoop
{
    public int Axis { get; init; }

    public override string Name => "concat";

    public override string Doc => "Tensors one behind the other along an axis.";

    public override string AttributeText => $"{{axis={Axis}}}";

    public override OpSchema Schema => new("Concat",
    [
        new OpParameter("tensors", ParameterKind.Tensors, "Shapes that differ in the axis only."),
        new OpParameter("axis", ParameterKind.Int, "The axis; a negative one counts from the end.") { Default = "0" },
    ])
    {
        Build = call =>
        {
            var tensors = call.Tensors("tensors");
            if (tensors.Length == 0) throw new ShapeException("there is no tensor.");
            return [call.Graph.Add(new Concat { Axis = ReductionFunction.Normalized(tensors[0].Rank, call.Int("axis", 0)) }, tensors)];
        },
        Samples =
        [
            Sample(0, Shape.Of(3, 5), Shape.Of(1, 5)),
            Sample(1, Shape.Of(3, 5), Shape.Of(3, 1), Shape.Of(3, 17)),
            Sample(1, Shape.Of(2, 3, 4), Shape.Of(2, 2, 4)),
            Sample(0, Shape.Of(7)),
        ],
    };

    static OpSample Sample(int axis, params Shape[] shapes) =>
        new(new Concat { Axis = axis }, shapes.Select(shape => new TensorType(DType.Float32, shape)).ToEquatableArray());

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var first = operands[0];
        if (Axis >= first.Shape.Rank) throw new ShapeException($"{first.Shape} has no axis {Axis}.");
        foreach (var other in operands.Skip(1))
        {
            if (other.DType != first.DType || other.Shape.Rank != first.Shape.Rank || Enumerable.Range(0, first.Shape.Rank).Any(axis => axis != Axis && other.Shape[axis] != first.Shape[axis]))
                throw new ShapeException($"{first} and {other} differ in more than axis {Axis}.");
        }
        var extent = operands.Aggregate(Dim.Zero, (sum, operand) => sum + operand.Shape[Axis]);
        return first with { Shape = Shape.Of(first.Shape.Dims.Select((other, axis) => axis == Axis ? extent : other)) };
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var start = Dim.Zero;
        var gradients = new List<Value?>();
        foreach (var operand in result.Operands)
        {
            gradients.Add(dy.Slice(Axis, new SliceRange(start, operand.Shape[Axis])));
            start += operand.Shape[Axis];
        }
        return gradients;
    }

    // Around the axis together, along it and within one operand after the other.
    public override void Lower(LoopBuilder loops, Value result) => loops.Nest("i", [.. result.Shape.Dims.Take(Axis)], outer =>
    {
        var start = Dim.Zero;
        foreach (var operand in result.Operands)
        {
            var from = start;
            loops.Nest("j", [.. operand.Shape.Dims.Skip(Axis)], inner =>
            {
                Dim[] target = [.. outer, from + inner[0], .. inner.Skip(1)];
                loops.Store(result, target, loops.Load(operand, [.. outer, .. inner]));
            }, LoopKind.Vector);
            start += operand.Shape[Axis];
        }
    });

    public Op Permuted(EquatableArray<int> permutation) => this with { Axis = permutation.ToList().IndexOf(Axis) };

    public override Value? Fold(Value value) => value.Operands.Count == 1 ? value.Operands[0] : null;
}
