using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = condition ? a : b.</summary>
internal sealed record Where : ElementwiseOp
{
    public override string Name => "where";

    public override string Doc => "y = a where the condition is true, b elsewhere.";

    public override OpSchema Schema => new("Where",
    [
        new OpParameter("condition", ParameterKind.BoolTensor, "Any shape."),
        new OpParameter("a", ParameterKind.Tensor, "A shape that broadcasts with the others."),
        new OpParameter("b", ParameterKind.Tensor, "A shape that broadcasts with the others."),
    ])
    {
        Overloads = [new("IntTensor", [ParameterKind.BoolTensor, ParameterKind.IntTensor, ParameterKind.IntTensor])],
        Build = call => [call.Graph.Add(this, call.Tensor("condition"), call.Tensor("a"), call.Tensor("b"))],
        Samples =
        [
            Sample(Shape.Of(3, 5), Shape.Of(3, 5), Shape.Of(3, 5)),
            Sample(Shape.Of(17), Shape.Scalar, Shape.Of(17)),
            Sample(Shape.Of(3, 1), Shape.Of(2, 3, 7), Shape.Of(7)),
        ],
    };

    static OpSample Sample(Shape condition, Shape a, Shape b) =>
        new(new Where(), [new TensorType(DType.Bool, condition), new TensorType(DType.Float32, a), new TensorType(DType.Float32, b)]);

    protected override DType ResultDType(IReadOnlyList<TensorType> operands)
    {
        if (operands[0].DType != DType.Bool) throw new ShapeException($"the condition must be a BoolTensor, but is {operands[0]}.");
        if (operands[1].DType != operands[2].DType) throw new ShapeException($"element types differ: {operands[1]} and {operands[2]}.");
        return operands[1].DType;
    }

    public override Expr Scalar(IReadOnlyList<Expr> operands) => Expr.Select(operands[0], operands[1], operands[2]);

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var condition = result.Operands[0];
        return [null, condition.Where(dy, 0), condition.Where(0, dy)];
    }

    public override Value? Fold(Value value) => (value.Operands[0].Number, value.Operands[1] == value.Operands[2]) switch
    {
        (_, true) => value.Operands[1],
        ({ } condition, _) => value.Operands[condition != 0 ? 1 : 2],
        _ => null,
    };
}
