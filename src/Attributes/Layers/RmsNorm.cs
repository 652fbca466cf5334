namespace Sinter;

/// <summary>
/// y = x / √(mean of x² + eps) · weight over the last axes (Zhang and Sennrich 2019), as <c>torch.nn.RMSNorm</c>; their extents are inferred.
/// Parameter: <c>weight</c>, of the shape of the last axes.
/// </summary>
public sealed class RmsNorm : LayerBase
{
    /// <summary>How many of the last axes are normalized together.</summary>
    public int LastAxes { get; init; } = 1;

    /// <summary>Added to the mean square before the root.</summary>
    public float Eps { get; init; } = 1.1920929e-7f;

    /// <summary>Scales by learned numbers: <c>weight</c>, from 1.</summary>
    public bool Affine { get; init; } = true;
}
