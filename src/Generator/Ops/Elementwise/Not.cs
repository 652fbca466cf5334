using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = ¬x.</summary>
internal sealed record Not : UnaryOp
{
    public override string Name => "not";

    public override string Doc => "y = ¬x: true where x is false.";

    protected override bool Differentiable => false;

    protected override DType OperandType => DType.Bool;

    protected override string ResultType => "BoolTensor";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Not, x);

    protected override Value? Vjp(Value x, Value y, Value dy) => null;

    public override Value? Fold(Value value) => value.Operands[0] is { Op: Not } inner ? inner.Operands[0] : null;
}
