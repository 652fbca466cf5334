using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = aᵇ.</summary>
internal sealed record Pow : BinaryOp
{
    public override string Name => "pow";

    public override string Doc => "y = aᵇ, element by element; 0⁰ = 1.";

    protected override (double Low, double High) Domain => (0.3, 2.5);

    protected override Expr Scalar(Expr a, Expr b) => Expr.Call(Intrinsic.Pow, a, b);

    // As in PyTorch: a⁰ has no slope, and 0ᵇ has none in b for b ≥ 0, where ln 0 would make a NaN of it.
    protected override (Value? A, Value? B) Vjp(Value a, Value b, Value y, Value dy)
    {
        if (b.Number is { } exponent) return (exponent == 0 ? null : dy * (exponent * a.Pow(exponent - 1)), null);
        var flat = a.EqualTo(0).And(b.GreaterOrEqualTo(0));
        return (b.EqualTo(0).Where(0, dy * (b * a.Pow(b - 1))), flat.Where(0, dy * (y * a.Log())));
    }

    public override Value? Fold(Value value)
    {
        var a = value.Operands[0];
        return value.Operands[1].Number switch
        {
            0 => a.Constant(1).BroadcastTo(a.Shape),
            1 => a,
            2 => a.Square(),
            0.5 => a.Sqrt(),
            -0.5 => a.Rsqrt(),
            -1 => a.Reciprocal(),
            _ => null,
        };
    }
}
