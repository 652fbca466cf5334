namespace Sinter;

/// <summary>
/// 2-D transposed convolution of images [N, C, H, W] to [N, channels, OH, OW], OH = (H − 1)·stride − 2·padding + dilation·(kernel − 1) + outputPadding +
/// 1, for upsampling, as
/// <c>torch.nn.ConvTranspose2d</c>. C is inferred. Parameters: <c>weight</c> [C, channels/groups, kernel, kernel] and <c>bias</c> [channels], both from
/// U(−1/√fan, 1/√fan) with fan = channels/groups·kernel².
/// </summary>
/// <param name="channels">Number of output channels.</param>
/// <param name="kernel">Extent of the kernel.</param>
public sealed class ConvTranspose2d(int channels, int kernel) : WeightedLayer
{
    /// <summary>Number of output channels.</summary>
    public int Channels { get; } = channels;

    /// <summary>Extent of the kernel.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>Step of the kernel.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros added on both sides of each axis.</summary>
    public int Padding { get; init; }

    /// <summary>Step between the taps of the kernel.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>Independent groups of channels.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Adds a learned number per output channel.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Further rows and columns at the end of the result.</summary>
    public int OutputPadding { get; init; }

    /// <summary>The kernel along the columns; −1: the same as along the rows.</summary>
    public int KernelWidth { get; init; } = -1;

    /// <summary>Stride along the columns; −1: the same as along the rows.</summary>
    public int StrideWidth { get; init; } = -1;

    /// <summary>Padding along the columns; −1: the same as along the rows.</summary>
    public int PaddingWidth { get; init; } = -1;

    /// <summary>Dilation along the columns; −1: the same as along the rows.</summary>
    public int DilationWidth { get; init; } = -1;

    /// <summary>OutputPadding along the columns; −1: the same as along the rows.</summary>
    public int OutputPaddingWidth { get; init; } = -1;
}
