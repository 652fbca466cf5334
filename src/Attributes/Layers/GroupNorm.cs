namespace Sinter;

/// <summary>
/// Normalizes each example's groups of channels, then scales and shifts each channel: [N, C, ...] (Wu and He 2018), as <c>torch.nn.GroupNorm</c>.
/// Parameters: <c>weight</c> and <c>bias</c> [C].
/// </summary>
/// <param name="groups">The number of groups; divides C.</param>
public sealed class GroupNorm(int groups) : LayerBase
{
    /// <summary>The number of groups; divides C.</summary>
    public int Groups { get; } = groups;

    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; init; } = 1e-5f;

    /// <summary>Scales and shifts by learned numbers: <c>weight</c>, from 1, and <c>bias</c>, from 0.</summary>
    public bool Affine { get; init; } = true;
}
