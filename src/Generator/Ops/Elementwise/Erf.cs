using System;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = 2/√π · ∫₀ˣ e^(−t²) dt, the error function.</summary>
internal sealed record Erf : UnaryOp
{
    public override string Name => "erf";

    public override string Doc => "y = 2/√π · ∫₀ˣ e^(−t²) dt, the error function.";

    protected override Expr Scalar(Expr x) => Expr.Call(Intrinsic.Erf, x);

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (2 / Math.Sqrt(Math.PI)) * (-(x * x)).Exp();
}
