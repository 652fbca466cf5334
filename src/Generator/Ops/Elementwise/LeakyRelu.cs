using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Elementwise;

/// <summary>y = x for x &gt; 0, slope·x otherwise (Maas et al. 2013).</summary>
internal sealed record LeakyRelu : UnaryOp
{
    public double Slope { get; init; } = 0.01;

    public override string Name => "leaky_relu";

    public override string Doc => "y = x for x > 0, slope·x otherwise (Maas et al. 2013).";

    public override string AttributeText => $"{{slope={Slope.Invariant()}}}";

    protected override EquatableArray<OpParameter> Settings => [new OpParameter("slope", ParameterKind.Float, "The factor of negative x.") { Default = "0.01f" }];

    protected override EquatableArray<UnaryOp> Variants => [this with { Slope = 0.3 }];

    protected override UnaryOp Configured(CallArguments call) => this with { Slope = call.Float("slope", Slope) };

    protected override Expr Scalar(Expr x) => Expr.Select(Expr.Call(Intrinsic.Greater, x, 0), x, x * Slope);

    protected override Value Vjp(Value x, Value y, Value dy) => x.GreaterThan(0).Where(dy, dy * Slope);
}
