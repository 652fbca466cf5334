namespace Sinter;

/// <summary>y = ln(1 + e^(beta·x)) / beta, element by element, as <c>torch.nn.Softplus</c>.</summary>
/// <param name="beta">The sharpness of the bend.</param>
/// <param name="threshold">From this beta·x on, y = x.</param>
public sealed class Softplus(float beta = 1f, float threshold = 20f) : LayerBase
{
    /// <summary>The sharpness of the bend.</summary>
    public float Beta { get; } = beta;

    /// <summary>From this beta·x on, y = x.</summary>
    public float Threshold { get; } = threshold;
}
