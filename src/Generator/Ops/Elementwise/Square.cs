using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x².</summary>
internal sealed record Square : UnaryOp
{
    public override string Name => "square";

    public override string Doc => "y = x².";

    protected override Expr Scalar(Expr x) => x * x;

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (2 * x);
}
