using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = min(max(x, low), high); a missing bound does not bound.</summary>
internal sealed record Clamp : UnaryOp
{
    public double Low { get; init; } = double.NegativeInfinity;

    public double High { get; init; } = double.PositiveInfinity;

    public override string Name => "clamp";

    public override string Doc => "y = min(max(x, min), max); the gradient passes where min ≤ x ≤ max.";

    public override string AttributeText => $"{{min={Low.Invariant()}, max={High.Invariant()}}}";

    protected override EquatableArray<OpParameter> Settings =>
    [
        new OpParameter("min", ParameterKind.Float, "The lower bound.") { Default = "float.NegativeInfinity" },
        new OpParameter("max", ParameterKind.Float, "The upper bound.") { Default = "float.PositiveInfinity" },
    ];

    protected override EquatableArray<UnaryOp> Variants =>
        [this with { Low = -0.55, High = 1.05 }, this with { Low = -0.5, High = double.PositiveInfinity }, this with { Low = double.NegativeInfinity, High = 0.7 }];

    protected override UnaryOp Configured(CallArguments call) => this with { Low = call.Float("min", Low), High = call.Float("max", High) };

    bool HasLow => !double.IsInfinity(Low);

    bool HasHigh => !double.IsInfinity(High);

    protected override Expr Scalar(Expr x)
    {
        if (HasLow) x = Expr.Call(Intrinsic.Maximum, x, Low);
        return HasHigh ? Expr.Call(Intrinsic.Minimum, x, High) : x;
    }

    protected override Value Vjp(Value x, Value y, Value dy)
    {
        if (HasLow) dy = x.LessThan(Low).Where(0, dy);
        return HasHigh ? x.GreaterThan(High).Where(0, dy) : dy;
    }
}
