namespace Sinter;

/// <summary>
/// The mean of ½d² where |d| ≤ delta and delta·(|d| − ½delta) elsewhere, d = x − target (Huber 1964), as <c>torch.nn.HuberLoss</c>. The target has the
/// shape of the prediction.
/// </summary>
public sealed class HuberLoss : LossBase
{
    /// <summary>Where the loss becomes linear.</summary>
    public float Delta { get; init; } = 1f;
}
