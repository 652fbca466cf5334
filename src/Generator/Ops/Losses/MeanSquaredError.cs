using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Losses;

/// <summary>(x − target)².</summary>
internal sealed record MeanSquaredError : PairLoss
{
    public override string Name => "mean_squared_error";

    public override string Doc => "The mean of (x − target)².";

    protected override Value Losses(Value x, Value target) => (x - target).Square();
}
