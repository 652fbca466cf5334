using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = ln x, element by element.</summary>
internal sealed record Log : UnaryOp
{
    public override string Name => "log";

    public override string Doc => "y = ln x, element by element.";

    protected override (double Low, double High) Domain => (0.1, 4);

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Log, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy / x;
}
