namespace Sinter;

/// <summary>y = x for x &gt; 0, alpha·(eˣ − 1) otherwise (Clevert et al. 2016), element by element, as <c>torch.nn.ELU</c>.</summary>
/// <param name="alpha">Where negative x tend to: −alpha.</param>
public sealed class Elu(float alpha = 1f) : LayerBase
{
    /// <summary>Where negative x tend to: −alpha.</summary>
    public float Alpha { get; } = alpha;
}
