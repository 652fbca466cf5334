using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = min(max(x, 0), 6) (Krizhevsky 2010).</summary>
internal sealed record Relu6 : UnaryOp
{
    public override string Name => "relu6";

    public override string Doc => "y = min(max(x, 0), 6) (Krizhevsky 2010).";

    protected override (double Low, double High) Domain => (-3, 9);

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Minimum, Expr.Call(Intrinsic.Maximum, x, 0), 6);

    protected override Value Vjp(Value x, Value y, Value dy) => x.GreaterThan(0).And(x.LessThan(6)).Where(dy, 0);
}
