using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Losses;

/// <summary>Quadratic near the target, linear away from it (Huber 1964).</summary>
internal sealed record Huber : PairLoss
{
    public double Delta { get; init; } = 1;

    public override string Name => "huber";

    public override string Doc => "With d = |x − target|: the mean of ½d² where d ≤ δ, δ(d − ½δ) elsewhere (Huber 1964).";

    public override string AttributeText => $"{{delta={Delta.Invariant()}, reduction={Reduction}}}";

    protected override EquatableArray<OpParameter> Settings => [new OpParameter("delta", ParameterKind.Float, "Where the loss becomes linear.") { Default = "1f" }];

    protected override PairLoss Configured(CallArguments call) => this with { Delta = call.Float("delta", Delta) };

    protected override Value Losses(Value x, Value target)
    {
        var distance = (x - target).Abs();
        return distance.LessOrEqualTo(Delta).Where(distance.Square() * 0.5, (distance - 0.5 * Delta) * Delta);
    }
}
