namespace Sinter;

/// <summary>
/// While training, sets each element to 0 with probability rate and multiplies the others by 1/(1 − rate); in inference it does nothing (Srivastava et
/// al. 2014), as <c>torch.nn.Dropout</c>.
/// </summary>
/// <param name="rate">The probability of being dropped, in [0, 1).</param>
public sealed class Dropout(float rate = 0.5f) : LayerBase
{
    /// <summary>The probability of being dropped, in [0, 1).</summary>
    public float Rate { get; } = rate;
}
