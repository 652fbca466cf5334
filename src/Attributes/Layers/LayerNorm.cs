namespace Sinter;

/// <summary>
/// y = (x − mean) / √(variance + eps) · weight + bias over the last axes (Ba et al. 2016), as <c>torch.nn.LayerNorm</c>; their extents are inferred.
/// Parameters: <c>weight</c> and <c>bias</c>, of the shape of the last axes.
/// </summary>
public sealed class LayerNorm : LayerBase
{
    /// <summary>How many of the last axes are normalized together.</summary>
    public int LastAxes { get; init; } = 1;

    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; init; } = 1e-5f;

    /// <summary>Scales and shifts by learned numbers: <c>weight</c>, from 1, and <c>bias</c>, from 0.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>With Affine: also shifts.</summary>
    public bool Bias { get; init; } = true;
}
