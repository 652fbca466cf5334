using System;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x·Φ(x), Φ the normal distribution function: exact, or by the tanh formula (Hendrycks and Gimpel 2016).</summary>
internal sealed record Gelu : UnaryOp
{
    const double Cubic = 0.044715;

    static readonly double tanhScale = Math.Sqrt(2 / Math.PI);

    /// <summary>True: Φ(x) ≈ ½(1 + tanh(√(2/π)(x + 0.044715x³))).</summary>
    public bool Approximate { get; init; }

    public override string Name => "gelu";

    public override string Doc => "y = x·Φ(x) = ½x(1 + erf(x/√2)), or ½x(1 + tanh(√(2/π)(x + 0.044715x³))) (Hendrycks and Gimpel 2016).";

    public override string AttributeText => Approximate ? "{approximate}" : "";

    protected override EquatableArray<OpParameter> Settings =>
        [new OpParameter("approximate", ParameterKind.Bool, "Uses the tanh formula.") { Default = "false" }];

    protected override EquatableArray<UnaryOp> Variants => [this with { Approximate = true }];

    protected override UnaryOp Configured(CallArguments call) => this with { Approximate = call.Bool("approximate") };

    protected override Expr Scalar(Expr x) => Approximate
        ? x * 0.5 * (1 + Expr.Call(Intrinsic.Tanh, x * tanhScale * (1 + x * x * Cubic)))
        : x * 0.5 * (1 + Expr.Call(Intrinsic.Erf, x * Math.Sqrt(0.5)));

    protected override Value Vjp(Value x, Value y, Value dy) => dy * (Approximate ? ApproximateSlope(x) : ExactSlope(x));

    // Φ(x) + x·φ(x), φ the normal density.
    static Value ExactSlope(Value x) =>
        0.5 * (1 + (x * Math.Sqrt(0.5)).Erf()) + x * (1 / Math.Sqrt(2 * Math.PI)) * (x * x * -0.5).Exp();

    static Value ApproximateSlope(Value x)
    {
        var tanh = (x * tanhScale * (1 + x * x * Cubic)).Tanh();
        return 0.5 * (1 + tanh) + 0.5 * tanhScale * x * (1 - tanh * tanh) * (1 + 3 * Cubic * x * x);
    }
}
