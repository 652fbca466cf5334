using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Views;

/// <summary>Stretches extents of one, and adds outer axes, up to a shape.</summary>
internal sealed record Broadcast : ViewOp, IExpandingView
{
    public Shape Shape { get; init; } = Shape.Of(1);

    public override string Name => "broadcast";

    public override string Doc => "Stretches axes of extent one, and adds outer axes, up to a shape (NumPy's broadcast_to).";

    public override string AttributeText => $"{{{Shape}}}";

    public override OpSchema Schema => new("Broadcast",
    [
        new OpParameter("x", ParameterKind.Tensor, "A shape that broadcasts to the new one."),
        new OpParameter("shape", ParameterKind.Ints, "The new shape."),
    ])
    {
        Overloads = [new("IntTensor", [ParameterKind.IntTensor]), new("BoolTensor", [ParameterKind.BoolTensor])],
        Build = call => [call.Tensor("x").BroadcastTo(Shape.Of(call.Dims("shape")!))],
        Samples =
        [
            new OpSample(new Broadcast { Shape = Shape.Of(4, 3, 5) }, [new TensorType(DType.Float32, Shape.Of(3, 1))]),
            new OpSample(new Broadcast { Shape = Shape.Of(2, 7) }, [new TensorType(DType.Float32, Shape.Of(7))]),
            new OpSample(new Broadcast { Shape = Shape.Of(3) }, [new TensorType(DType.Float32, Shape.Scalar)]),
        ],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        if (operands[0].Shape.Rank > Shape.Rank || Broadcasting.Common(operands[0].Shape, Shape) != Shape)
            throw new ShapeException($"{operands[0].Shape} does not broadcast to {Shape}.");
        return operands[0] with { Shape = Shape };
    }

    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index)
    {
        var operand = result.Operands[0].Shape;
        var added = result.Rank - operand.Rank;
        return [.. operand.Dims.Select((extent, axis) => extent == Dim.One && result.Shape[axis + added] != Dim.One ? Dim.Zero : index[axis + added])];
    }

    // Adding up over what was stretched, then putting back the axes of one.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var operand = result.Operands[0].Shape;
        var added = result.Rank - operand.Rank;
        var stretched = Enumerable.Range(0, result.Rank)
            .Where(axis => axis < added || (operand[axis - added] == Dim.One && result.Shape[axis] != Dim.One)).ToEquatableArray();
        return [dy.Sum(stretched).Reshape(operand)];
    }

    public override Value? Fold(Value value) => value.Operands[0].Shape == Shape ? value.Operands[0] : null;
}
