namespace Sinter;

/// <summary>The mean of each window of images: [N, C, H, W] to [N, C, OH, OW], as <c>torch.nn.AvgPool2d</c>.</summary>
/// <param name="kernel">Extent of the window.</param>
public sealed class AvgPool2d(int kernel) : LayerBase
{
    /// <summary>Extent of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the window; −1: the kernel, so that windows lie side by side.</summary>
    public int Stride { get; init; } = -1;

    /// <summary>Elements added on both sides of each axis, at most half the kernel; they are zeros.</summary>
    public int Padding { get; init; }

    /// <summary>Also counts a last window that reaches over the edge.</summary>
    public bool CeilMode { get; init; }

    /// <summary>The kernel along the columns; −1: the same as along the rows.</summary>
    public int KernelWidth { get; init; } = -1;

    /// <summary>Stride along the columns; −1: the same as along the rows.</summary>
    public int StrideWidth { get; init; } = -1;

    /// <summary>Padding along the columns; −1: the same as along the rows.</summary>
    public int PaddingWidth { get; init; } = -1;

    /// <summary>Whether the zeros of the padding count in the mean.</summary>
    public bool CountIncludePad { get; init; } = true;
}
