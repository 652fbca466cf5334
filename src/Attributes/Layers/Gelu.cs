namespace Sinter;

/// <summary>y = x·Φ(x), Φ the normal distribution function (Hendrycks and Gimpel 2016), element by element, as <c>torch.nn.GELU</c>.</summary>
/// <param name="approximate">Uses the tanh formula.</param>
public sealed class Gelu(bool approximate = false) : LayerBase
{
    /// <summary>Uses the tanh formula.</summary>
    public bool Approximate { get; } = approximate;
}
