using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>y[i…, …] = table[indices[i…], …]: rows of a table, picked by number.</summary>
internal sealed record Gather : PointwiseOp, IIndexingOp
{
    public override string Name => "gather";

    public override string Doc => "y[i…, …] = x[indices[i…], …]: rows along the first axis, picked by number (torch.nn.functional.embedding).";

    public EquatableArray<Indices> Indices(Value value) => [new(1, value.Operands[0].Shape[0])];

    public override OpSchema Schema => new("Gather",
    [
        new OpParameter("x", ParameterKind.Tensor, "[V, …]: the rows to pick from."),
        new OpParameter("indices", ParameterKind.IntTensor, "Any shape; each from 0 to V − 1."),
    ])
    {
        Build = call => [call.Graph.Add(new Gather(), call.Tensor("x"), call.Tensor("indices"))],
        Samples =
        [
            Sample(Shape.Of(5, 3), Shape.Of(4)),
            Sample(Shape.Of(3, 17), Shape.Of(2, 6)),
            Sample(Shape.Of(4), Shape.Of(3, 2)),
            Sample(Shape.Of(3, 2, 4), Shape.Scalar),
        ],
    };

    static OpSample Sample(Shape table, Shape indices) => new(new Gather(), [new TensorType(DType.Float32, table), new TensorType(DType.Int32, indices)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (table, indices) = (operands[0], operands[1]);
        if (table.Shape.Rank == 0) throw new ShapeException("a scalar has no rows to pick from.");
        if (indices.DType != DType.Int32) throw new ShapeException($"indices must be an IntTensor, but are {indices}.");
        return table with { Shape = Shape.Of([.. indices.Shape.Dims, .. table.Shape.Dims.Skip(1)]) };
    }

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index)
    {
        var rank = result.Operands[1].Rank;
        var row = operands.Bind(operands.Operand(1, [.. index.Take(rank)]).Within(result.Operands[0].Shape[0]));
        return operands.Operand(0, [row, .. index.Skip(rank)]);
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        [dy.Graph.Add(new ScatterAdd { Rows = result.Operands[0].Shape[0] }, result.Operands[1], dy), null];
}
