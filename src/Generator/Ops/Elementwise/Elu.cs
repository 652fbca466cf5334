using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x for x &gt; 0, α(eˣ − 1) otherwise (Clevert et al. 2015).</summary>
internal sealed record Elu : UnaryOp
{
    public double Alpha { get; init; } = 1;

    public override string Name => "elu";

    public override string Doc => "y = x for x > 0, α(eˣ − 1) otherwise (Clevert et al. 2015).";

    public override string AttributeText => $"{{alpha={Alpha.Invariant()}}}";

    protected override EquatableArray<OpParameter> Settings => [new OpParameter("alpha", ParameterKind.Float, "Where negative x tend to: −α.") { Default = "1f" }];

    protected override EquatableArray<UnaryOp> Variants => [this with { Alpha = 0.5 }];

    protected override UnaryOp Configured(CallArguments call) => this with { Alpha = call.Float("alpha", Alpha) };

    protected override Expr Scalar(Expr x) => Expr.Select(Expr.Call(Intrinsic.Greater, x, 0), x, Expr.Call(Intrinsic.ExpMinusOne, x) * Alpha);

    // αeˣ = y + α where x ≤ 0.
    protected override Value Vjp(Value x, Value y, Value dy) => x.GreaterThan(0).Where(dy, dy * (y + Alpha));
}
