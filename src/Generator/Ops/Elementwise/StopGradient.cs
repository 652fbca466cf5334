using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x, but no gradient flows back (PyTorch's detach).</summary>
internal sealed record StopGradient : UnaryOp
{
    public override string Name => "stop_gradient";

    public override string Doc => "y = x, but no gradient flows back (PyTorch's detach).";

    protected override bool Differentiable => false;

    protected override Expr Scalar(Expr x) => x;

    protected override Value? Vjp(Value x, Value y, Value dy) => null;
}
