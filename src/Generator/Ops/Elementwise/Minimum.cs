using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = the smaller of a and b.</summary>
internal sealed record Minimum : BinaryOp
{
    public override string Name => "minimum";

    public override string Doc => "y = the smaller of a and b, NaN when either is; equal elements get half of the gradient each, as in PyTorch.";

    protected override EquatableArray<DType> SampledTypes => [DType.Float32, DType.Int32];

    protected override EquatableArray<OpOverload> Overloads => [new("IntTensor", [ParameterKind.IntTensor, ParameterKind.IntTensor])];

    protected override Expr Scalar(Expr a, Expr b) => Expr.Call(Intrinsic.Minimum, a, b);

    protected override (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy)
    {
        var shared = a.EqualTo(b).Where(dy * 0.5, dy);
        return (a.GreaterThan(b).Where(0, shared), b.GreaterThan(a).Where(0, shared));
    }

    public override Value? Fold(Value value) => value.Operands[0] == value.Operands[1] ? value.Operands[0] : null;
}
