namespace Sinter;

/// <summary>
/// 1-D convolution of sequences [N, C, L] to [N, channels, OL], OL = ⌊(L + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1, as
/// <c>torch.nn.Conv1d</c>. C is inferred.
/// Parameters: <c>weight</c> [channels, C/groups, kernel] and <c>bias</c> [channels], both from U(−1/√fan, 1/√fan) with fan = C/groups·kernel.
/// </summary>
/// <param name="channels">Number of output channels.</param>
/// <param name="kernel">Extent of the kernel.</param>
public sealed class Conv1d(int channels, int kernel) : WeightedLayer
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

    /// <summary>Independent groups of channels; <c>C</c> groups make it depthwise.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Adds a learned number per output channel.</summary>
    public bool Bias { get; init; } = true;
}
