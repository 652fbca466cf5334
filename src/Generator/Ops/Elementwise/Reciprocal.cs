using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = 1 / x.</summary>
internal sealed record Reciprocal : UnaryOp
{
    public override string Name => "reciprocal";

    public override string Doc => "y = 1 / x.";

    protected override (double Low, double High) Domain => (0.3, 3);

    protected override Expr Scalar(Expr x) => 1 / x;

    protected override Value Vjp(Value x, Value y, Value dy) => -(dy * y * y);
}
