using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>Floats truncated towards zero; truth values as 1 and 0.</summary>
internal sealed record ToInt : UnaryOp
{
    public override string Name => "to_int";

    public override string Doc => "Floats truncated towards zero; true as 1, false as 0.";

    protected override bool Differentiable => false;

    protected override string ResultType => "IntTensor";

    protected override EquatableArray<OpOverload> Overloads => [new("IntTensor", [ParameterKind.BoolTensor])];

    protected override DType ResultDType(IReadOnlyList<TensorType> operands) => DType.Int32;

    protected override Expr Scalar(Expr x) => x.Type == DType.Int32 ? x : Expr.Call(Intrinsic.ToInt, x);

    protected override Value? Vjp(Value x, Value y, Value dy) => null;

    public override Value? Fold(Value value) => value.Operands[0].DType == DType.Int32 ? value.Operands[0] : null;
}
