using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>y = true where the comparison holds (IEEE 754: false with NaN, except ≠). No gradient flows.</summary>
internal abstract record ComparisonOp : BinaryOp
{
    protected abstract Intrinsic Intrinsic { get; }

    protected override string ResultType => "BoolTensor";

    protected override EquatableArray<OpOverload> Overloads => [new("BoolTensor", [ParameterKind.IntTensor, ParameterKind.IntTensor])];

    protected sealed override bool Differentiable => false;

    protected sealed override EquatableArray<DType> SampledTypes => [DType.Float32, DType.Int32];

    protected sealed override DType ResultDType(IReadOnlyList<TensorType> operands) => DType.Bool;

    protected sealed override Expr Scalar(Expr a, Expr b) => Expr.Call(Intrinsic, a, b);

    protected sealed override (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy) => (null, null);
}
