namespace Sinter;

/// <summary>y = x for x &gt; 0, slope·x otherwise (Maas et al. 2013), element by element, as <c>torch.nn.LeakyReLU</c>.</summary>
/// <param name="slope">The factor of negative x.</param>
public sealed class LeakyRelu(float slope = 0.01f) : LayerBase
{
    /// <summary>The factor of negative x.</summary>
    public float Slope { get; } = slope;
}
