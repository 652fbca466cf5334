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

/// <summary>y = f(x).</summary>
internal abstract record UnaryOp : ElementwiseOp
{
    /// <summary>The name in Sinter.Ops; the type's name by default.</summary>
    protected virtual string? Function => GetType().Name;

    /// <summary>Parameters of the function after x: the attributes.</summary>
    protected virtual EquatableArray<OpParameter> Settings => [];

    /// <summary>This op with the attributes of a call.</summary>
    protected virtual UnaryOp Configured(CallArguments call) => this;

    /// <summary>What tests run besides this op: other attributes.</summary>
    protected virtual EquatableArray<UnaryOp> Variants => [];

    /// <summary>The interval that test operands are drawn from.</summary>
    protected virtual (double Low, double High) Domain => (-2, 2);

    protected virtual bool Differentiable => true;

    protected virtual DType OperandType => DType.Float32;

    /// <summary>The C# type of the function's result.</summary>
    protected virtual string ResultType => "Tensor";

    protected virtual EquatableArray<OpOverload> Overloads => [];

    protected abstract Expr Scalar(Expr x);

    protected abstract Value? Vjp(Value x, Value y, Value dy);

    public override OpSchema Schema => new(Function, [new OpParameter("x", ParameterKinds.Of(OperandType), "Any shape."), .. Settings])
    {
        ResultType = ResultType,
        Overloads = Overloads,
        Build = call => [call.Graph.Add(Configured(call), call.Tensor("x"))],
        Samples = [.. Variants.Prepend(this).SelectMany(op => SamplesOf(op, 1, OperandType, Domain, Differentiable))],
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

    /// <summary>The element types that samples have; the first is that of the function's parameters.</summary>
    protected virtual EquatableArray<DType> SampledTypes => [DType.Float32];

    /// <summary>The C# type of the function's result.</summary>
    protected virtual string ResultType => "Tensor";

    protected virtual EquatableArray<OpOverload> Overloads => [];

    protected abstract Expr Scalar(Expr a, Expr b);

    protected abstract (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy);

    public override OpSchema Schema => new(Function,
    [
        new OpParameter("a", ParameterKinds.Of(SampledTypes[0]), "Any shape."),
        new OpParameter("b", ParameterKinds.Of(SampledTypes[0]), "A shape that broadcasts with a's."),
    ])
    {
        ResultType = ResultType,
        Overloads = Overloads,
        Build = call => [call.Graph.Add(this, call.Tensor("a"), call.Tensor("b"))],
        Samples = [.. SampledTypes.SelectMany(type => SamplesOf(this, 2, type, Domain, Differentiable))],
    };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        if (operands[0].DType != operands[1].DType)
            throw new ShapeException($"element types differ: {operands[0]} and {operands[1]}; ToFloat and ToInt convert.");
        return base.InferType(operands);
    }

    public sealed override Expr Scalar(IReadOnlyList<Expr> operands) => Scalar(operands[0], operands[1]);

    public sealed override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var (a, b) = Vjp(result.Operands[0], result.Operands[1], result, dy);
        return [a, b];
    }
}
