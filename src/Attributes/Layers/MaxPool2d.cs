namespace Sinter;

/// <summary>The largest element of each window of images: [N, C, H, W] to [N, C, OH, OW], as <c>torch.nn.MaxPool2d</c>.</summary>
/// <param name="kernel">Extent of the window.</param>
public sealed class MaxPool2d(int kernel) : LayerBase
{
    /// <summary>Extent of the window.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the window; −1: the kernel, so that windows lie side by side.</summary>
    public int Stride { get; init; } = -1;

    /// <summary>Elements added on both sides of each axis, at most half the kernel; they are never the largest.</summary>
    public int Padding { get; init; }

    /// <summary>Step between the elements of a window.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Also counts a last window that reaches over the edge.</summary>
    public bool CeilMode { get; init; }

    /// <summary>The kernel along the columns; −1: the same as along the rows.</summary>
    public int KernelWidth { get; init; } = -1;

    /// <summary>Stride along the columns; −1: the same as along the rows.</summary>
    public int StrideWidth { get; init; } = -1;

    /// <summary>Padding along the columns; −1: the same as along the rows.</summary>
    public int PaddingWidth { get; init; } = -1;

    /// <summary>Dilation along the columns; −1: the same as along the rows.</summary>
    public int DilationWidth { get; init; } = -1;
}
