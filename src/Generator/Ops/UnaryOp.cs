using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

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
