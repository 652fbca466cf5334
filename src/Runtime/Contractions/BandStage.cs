namespace Sinter.Runtime;

/// <summary>One of the convolutions that a <see cref="Band"/> goes through.</summary>
public struct BandStage
{
    /// <summary>What it computes: <see cref="ContractionShape.Outer0"/> over images, <see cref="ContractionShape.Outer1"/> over their lines, M over the pixels of a line.</summary>
    public ContractionShape Shape;

    /// <summary>A line reads the lines from Step·line − Before on of what precedes, Reach of them. Those that do not exist are zeros.</summary>
    public nint Step, Reach, Before;

    /// <summary>Elements of a line of C, all zeros, in front of its first pixel.</summary>
    public nint Margin;
}
