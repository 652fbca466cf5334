using System;
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

    /// <summary>Samples of one type for each operand, over the shapes that find mistakes: odd, one, empty inner, scalar.</summary>
    protected static OpSample[] SamplesOf(Op op, int operands, double low, double high, bool differentiable = true) =>
    [
        .. new Shape[] { Shape.Of(3, 5), Shape.Of(17), Shape.Of(2, 3, 4), Shape.Of(1), Shape.Scalar }
            .Select(shape => new OpSample(op, Enumerable.Repeat(new TensorType(DType.Float32, shape), operands).ToEquatableArray(), low, high) { Differentiable = differentiable }),
    ];
}

/// <summary>y = f(x).</summary>
internal abstract record UnaryOp : ElementwiseOp
{
    /// <summary>The name in Sinter.Ops; the type's name by default.</summary>
    protected virtual string? Function => GetType().Name;

    /// <summary>The interval that test operands are drawn from.</summary>
    protected virtual (double Low, double High) Domain => (-2, 2);

    protected virtual bool Differentiable => true;

    protected abstract Expr Scalar(Expr x);

    protected abstract Value? Vjp(Value x, Value y, Value dy);

    public override OpSchema Schema => new(Function, [new OpParameter("x", ParameterKind.Tensor, "Any shape.")])
    {
        Build = call => [call.Graph.Add(this, call.Tensor("x"))],
        Samples = SamplesOf(this, 1, Domain.Low, Domain.High, Differentiable),
    };

    public sealed override Expr Scalar(IReadOnlyList<Expr> operands) => Scalar(operands[0]);

    public sealed override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [Vjp(result.Operands[0], result, dy)];
}

/// <summary>y = f(a, b), broadcasting.</summary>
internal abstract record BinaryOp : ElementwiseOp
{
    /// <summary>The name in Sinter.Ops; null for those that are operators of Tensor.</summary>
    protected virtual string? Function => GetType().Name;

    protected virtual (double Low, double High) Domain => (-2, 2);

    protected virtual bool Differentiable => true;

    protected abstract Expr Scalar(Expr a, Expr b);

    protected abstract (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy);

    public override OpSchema Schema =>
        new(Function, [new OpParameter("a", ParameterKind.Tensor, "Any shape."), new OpParameter("b", ParameterKind.Tensor, "A shape that broadcasts with a's.")])
        {
            Build = call => [call.Graph.Add(this, call.Tensor("a"), call.Tensor("b"))],
            Samples = SamplesOf(this, 2, Domain.Low, Domain.High, Differentiable),
        };

    public sealed override Expr Scalar(IReadOnlyList<Expr> operands) => Scalar(operands[0], operands[1]);

    public sealed override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var (a, b) = Vjp(result.Operands[0], result.Operands[1], result, dy);
        return [a, b];
    }
}
