using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

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
