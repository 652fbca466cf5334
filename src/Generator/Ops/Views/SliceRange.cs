using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>Elements of one axis: start, start + step, … A negative step walks back.</summary>
internal readonly record struct SliceRange(Dim Start, Dim Extent, int Step = 1)
{
    /// <summary>All of an axis.</summary>
    public static SliceRange All(Dim extent) => new(0, extent);

    /// <summary>From start up to end, which is left out; constants below zero count from the end.</summary>
    public static SliceRange Of(Dim axisExtent, Dim start, Dim end, int step = 1)
    {
        if (step < 1) throw new ShapeException($"the step must be at least 1, but is {step}.");
        var (first, last) = (FromStart(axisExtent, start), FromStart(axisExtent, end));
        if (IsNegative(first) || IsNegative(axisExtent - last) || IsNegative(last - first))
            throw new ShapeException($"the range {start}..{end} does not lie within an axis of extent {axisExtent}.");
        return new SliceRange(first, Dim.FloorDivide(last - first + (step - 1), step), step);
    }

    /// <summary>The smallest position of the range in its axis.</summary>
    public Dim Lowest => Step > 0 ? Start : Start + (Extent - 1) * Step;

    /// <summary>This range of what another range shows, as one range.</summary>
    public SliceRange Of(SliceRange inner) => new(inner.Start + Start * inner.Step, Extent, Step * inner.Step);

    public override string ToString() => Step == 1 ? $"{Start}+{Extent}" : $"{Start}+{Extent} by {Step}";

    static Dim FromStart(Dim extent, Dim position) => IsNegative(position) ? extent + position : position;

    static bool IsNegative(Dim dim) => dim.Constant is < 0;
}
