using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = a ∨ b.</summary>
internal sealed record Or : BinaryOp
{
    public override string Name => "or";

    public override string Doc => "y = a ∨ b: true where either is true.";

    protected override bool Differentiable => false;

    protected override EquatableArray<DType> SampledTypes => [DType.Bool];

    protected override string ResultType => "BoolTensor";

    protected override Expr Scalar(Expr a, Expr b) => Expr.Call(Intrinsic.Or, a, b);

    protected override (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy) => (null, null);
}
