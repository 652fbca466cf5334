using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>The same elements in row-major order under another shape.</summary>
internal sealed record Reshape : ViewOp
{
    public Shape Shape { get; init; } = Shape.Of(1);

    public override string Name => "reshape";

    public override string Doc => "The same elements in row-major order under another shape; one extent may be −1 and is inferred.";

    public override string AttributeText => $"{{{Shape}}}";

    public override OpSchema Schema => new("Reshape",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("shape", ParameterKind.Ints, "The new shape; at most one extent is −1."),
    ])
    {
        Overloads = [new("IntTensor", [ParameterKind.IntTensor]), new("BoolTensor", [ParameterKind.BoolTensor])],
        Build = call => [call.Tensor("x").Reshape(Inferred(call.Tensor("x").Shape, call.Dims("shape")!))],
        Samples =
        [
            new OpSample(new Reshape { Shape = Shape.Of(6, 4) }, [new TensorType(DType.Float32, Shape.Of(2, 3, 4))]),
            new OpSample(new Reshape { Shape = Shape.Of(5, 1, 3) }, [new TensorType(DType.Float32, Shape.Of(3, 5))]),
            new OpSample(new Reshape { Shape = Shape.Scalar }, [new TensorType(DType.Float32, Shape.Of(1, 1))]),
        ],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        if (operands[0].Shape.Size != Shape.Size)
            throw new ShapeException($"{operands[0].Shape} has {operands[0].Shape.Size} elements, {Shape} has {Shape.Size}.");
        return operands[0] with { Shape = Shape };
    }

    /// <summary>Replaces an extent of −1 by what the number of elements leaves.</summary>
    public static Shape Inferred(Shape from, IReadOnlyList<Dim> to)
    {
        if (to.All(d => d.Constant is not -1)) return Shape.Of(to);
        if (to.Count(d => d.Constant is -1) > 1) throw new ShapeException($"only one extent can be −1, but the shape is [{string.Join(", ", to)}].");
        var known = to.Where(d => d.Constant is not -1).Aggregate(Dim.One, (a, b) => a * b);
        var rest = from.Size.DivideExactly(known)
            ?? throw new ShapeException($"{from} has {from.Size} elements, which {known} does not divide.");
        return Shape.Of(to.Select(d => d.Constant is -1 ? rest : d));
    }

    // Where both shapes agree from the outside in, axes map one to one; of the others the row-major offset is peeled from the innermost axis.
    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index)
    {
        var (from, to) = (result.Operands[0].Shape, result.Shape);
        var source = new Dim[from.Rank];
        var shared = Enumerable.Range(0, from.Rank).TakeWhile(axis => axis < to.Rank && from[axis] == to[axis]).Count();
        for (var axis = 0; axis < shared; axis++) source[axis] = index[axis];
        var offset = Shape.Of(to.Dims.Skip(shared)).Offset([.. index.Skip(shared)]);
        for (var axis = from.Rank - 1; axis >= shared; axis--)
        {
            source[axis] = axis == shared ? offset : Dim.Modulo(offset, from[axis]);
            offset = Dim.FloorDivide(offset, from[axis]);
        }
        return source;
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [dy.Reshape(result.Operands[0].Shape)];

    public override Value? Fold(Value value) => value.Operands[0] switch
    {
        var x when x.Shape == Shape => x,
        { Op: Reshape } x => x.Operands[0].Reshape(Shape),
        _ => null,
    };
}
