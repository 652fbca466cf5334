using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>y[i…, d] = 1 where indices[i…] = d, otherwise 0.</summary>
internal sealed record OneHot : PointwiseOp
{
    public Dim Depth { get; init; } = 3;

    public override string Name => "one_hot";

    public override string Doc => "y[i…, d] = 1 where indices[i…] = d, otherwise 0; an index outside [0, depth) gives a row of zeros.";

    public override string AttributeText => $"{{depth={Depth}}}";

    public override OpSchema Schema => new("OneHot",
    [
        new OpParameter("indices", ParameterKind.IntTensor, "Any shape."),
        new OpParameter("depth", ParameterKind.Int, "The number of classes: the extent of the new last axis."),
    ])
    {
        Build = call => [call.Graph.Add(new OneHot { Depth = call.Dim("depth") }, call.Tensor("indices"))],
        Samples = [Sample(3, Shape.Of(5)), Sample(17, Shape.Of(2, 3)), Sample(4, Shape.Scalar)],
    };

    static OpSample Sample(int depth, Shape indices) => new(new OneHot { Depth = depth }, [new TensorType(DType.Int32, indices)]) { Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        if (operands[0].DType != DType.Int32) throw new ShapeException($"indices must be an IntTensor, but are {operands[0]}.");
        return new TensorType(DType.Float32, Shape.Of([.. operands[0].Shape.Dims, Depth]));
    }

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index)
    {
        var last = index.Count - 1;
        return Expr.Call(Intrinsic.ToFloat, Expr.Call(Intrinsic.Equal, operands.Operand(0, [.. index.Take(last)]), new IndexValue(index[last])));
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [null];
}
