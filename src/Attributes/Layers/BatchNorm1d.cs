namespace Sinter;

/// <summary>
/// Batch normalization of vectors [N, C] or sequences [N, C, L], per channel (Ioffe and Szegedy 2015), as <c>torch.nn.BatchNorm1d</c>: by the statistics
/// of the batch while training, by the running ones in inference.
/// Parameters: <c>weight</c> and <c>bias</c> [C]; states: <c>running_mean</c> and <c>running_var</c> [C].
/// </summary>
public sealed class BatchNorm1d : LayerBase
{
    /// <summary>How far the running statistics move towards those of a batch.</summary>
    public float Momentum { get; init; } = 0.1f;

    /// <summary>Added to the variance before the root.</summary>
    public float Eps { get; init; } = 1e-5f;

    /// <summary>Scales and shifts by learned numbers: <c>weight</c>, from 1, and <c>bias</c>, from 0.</summary>
    public bool Affine { get; init; } = true;
}
