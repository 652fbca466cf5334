using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = a − b.</summary>
internal sealed record Subtract : BinaryOp
{
    public override string Name => "sub";

    public override string Doc => "y = a − b.";

    protected override string? Function => null;

    protected override Expr Scalar(Expr a, Expr b) => a - b;

    protected override (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy) => (dy, -dy);

    public override Value? Fold(Value value) => (value.Operands[0].Number, value.Operands[1].Number) switch
    {
        (_, 0) => value.Operands[0],
        (0, _) => -value.Operands[1],
        _ => null,
    };
}
