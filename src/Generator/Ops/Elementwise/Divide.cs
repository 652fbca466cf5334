using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = a / b.</summary>
internal sealed record Divide : BinaryOp
{
    public override string Name => "div";

    public override string Doc => "y = a / b.";

    protected override string? Function => null;

    protected override (double Low, double High) Domain => (0.3, 3);

    protected override Expr Scalar(Expr a, Expr b) => a / b;

    protected override (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy) => (dy / b, -(dy * y) / b);

    public override Value? Fold(Value value) => value.Operands[1].Number is 1 ? value.Operands[0] : null;
}
