using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>A scalar function applied element by element; operands are broadcast against each other as in NumPy.</summary>
internal abstract record ElementwiseOp : PointwiseOp
{
    /// <summary>The element type of the result; the operands' by default.</summary>
    protected virtual DType ResultDType(IReadOnlyList<TensorType> operands) => operands[0].DType;

    /// <summary>The scalar function.</summary>
    public abstract Expr Scalar(IReadOnlyList<Expr> operands);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var shape = operands[0].Shape;
        foreach (var operand in operands.Skip(1)) shape = Broadcasting.Common(shape, operand.Shape);
        return new TensorType(ResultDType(operands), shape);
    }

    public override IReadOnlyList<Value> Prepare(IReadOnlyList<Value> operands)
    {
        var shape = InferType([.. operands.Select(o => o.Type)]).Shape;
        return [.. operands.Select(o => o.BroadcastTo(shape))];
    }

    public sealed override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index) =>
        Scalar([.. result.Operands.Select((_, position) => operands.Operand(position, index))]);

    /// <summary>Samples over the shapes that find mistakes (odd lengths, one, scalars) and, for several operands, over broadcast patterns.</summary>
    protected static IEnumerable<OpSample> SamplesOf(Op op, int operands, DType type, (double Low, double High) domain, bool differentiable)
    {
        Shape[] shapes = [Shape.Of(3, 5), Shape.Of(17), Shape.Of(2, 3, 4), Shape.Of(1), Shape.Scalar];
        Shape[][] patterns = [[Shape.Of(3, 1), Shape.Of(1, 5)], [Shape.Of(2, 3, 7), Shape.Of(7)], [Shape.Scalar, Shape.Of(5)]];
        return shapes.Select(shape => Enumerable.Repeat(shape, operands))
            .Concat(patterns.Where(pattern => pattern.Length == operands))
            .Select(pattern => new OpSample(op, pattern.Select(shape => new TensorType(type, shape)).ToEquatableArray(), domain.Low, domain.High)
            {
                Differentiable = differentiable && type == DType.Float32,
            });
    }
}
