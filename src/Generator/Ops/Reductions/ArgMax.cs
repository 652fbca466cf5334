using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>Where along an axis the largest element stands.</summary>
internal sealed record ArgMax : ArgExtremum
{
    public override string Name => "arg_max";

    public override string Doc => "Where along an axis the largest element stands: the first of equal ones; the first NaN where there is one.";

    protected override Value Extreme(Value x, EquatableArray<int> axes) => x.MaxKept(axes);
}
