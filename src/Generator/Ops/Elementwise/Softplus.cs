using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = ln(1 + e^(βx)) / β; x itself where βx exceeds the threshold (Dugas et al. 2001).</summary>
internal sealed record Softplus : UnaryOp
{
    public double Beta { get; init; } = 1;

    public double Threshold { get; init; } = 20;

    public override string Name => "softplus";

    public override string Doc => "y = ln(1 + e^(βx)) / β, and x itself where βx > threshold (Dugas et al. 2001).";

    public override string AttributeText => $"{{beta={Beta.Invariant()}, threshold={Threshold.Invariant()}}}";

    protected override EquatableArray<OpParameter> Settings =>
    [
        new OpParameter("beta", ParameterKind.Float, "The sharpness of the bend.") { Default = "1f" },
        new OpParameter("threshold", ParameterKind.Float, "From here on y = x.") { Default = "20f" },
    ];

    protected override EquatableArray<UnaryOp> Variants => [this with { Beta = 2, Threshold = 3 }];

    protected override UnaryOp Configured(CallArguments call) =>
        this with { Beta = call.Float("beta", Beta), Threshold = call.Float("threshold", Threshold) };

    protected override Expr Scalar(Expr x) =>
        Expr.Select(Expr.Call(Intrinsic.Greater, x * Beta, Threshold), x, ScalarMath.Softplus(x * Beta) * (1 / Beta));

    protected override Value Vjp(Value x, Value y, Value dy) => (x * Beta).GreaterThan(Threshold).Where(dy, dy * (x * Beta).Sigmoid());
}
