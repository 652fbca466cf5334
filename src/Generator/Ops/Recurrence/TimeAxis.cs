using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Recurrence;

/// <summary>Where a sequence's steps lie: step t is position Start + t of the axis. A range of a longer tensor is read in place.</summary>
internal sealed record TimeAxis(int Axis, Dim Start)
{
    public override string ToString() => Start == Dim.Zero ? $"{Axis}" : $"{Axis} from {Start}";
}
