namespace Sinter;

/// <summary>Normalizes each channel of each image [N, C, H, W] (Ulyanov et al. 2016), as <c>torch.nn.InstanceNorm2d</c> without running statistics.</summary>
public sealed class InstanceNorm2d : LayerBase
{
    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; init; } = 1e-5f;

    /// <summary>Scales and shifts by learned numbers: <c>weight</c>, from 1, and <c>bias</c>, from 0.</summary>
    public bool Affine { get; init; }
}
