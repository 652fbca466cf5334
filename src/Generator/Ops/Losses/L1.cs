using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Losses;

/// <summary>|x − target|.</summary>
internal sealed record L1 : PairLoss
{
    public override string Name => "l1";

    public override string Doc => "The mean of |x − target|.";

    protected override Value Losses(Value x, Value target) => (x - target).Abs();
}
