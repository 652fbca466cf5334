using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>Integers as floats; truth values as 1 and 0.</summary>
internal sealed record ToFloat : UnaryOp
{
    public override string Name => "to_float";

    public override string Doc => "Integers as floats; true as 1, false as 0.";

    protected override bool Differentiable => false;

    protected override DType OperandType => DType.Int32;

    protected override string ResultType => "Tensor";

    protected override EquatableArray<OpOverload> Overloads => [new("Tensor", [ParameterKind.BoolTensor])];

    protected override DType ResultDType(IReadOnlyList<TensorType> operands) => DType.Float32;

    protected override Expr Scalar(Expr x) => x.Type == DType.Float32 ? x : Expr.Call(Intrinsic.ToFloat, x);

    protected override Value? Vjp(Value x, Value y, Value dy) => x.DType == DType.Float32 ? dy : null;

    public override Value? Fold(Value value) => value.Operands[0].DType == DType.Float32 ? value.Operands[0] : null;
}
