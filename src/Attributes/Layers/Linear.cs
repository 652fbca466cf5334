namespace Sinter;

/// <summary>
/// y = x·weightᵀ + bias over the last axis: [..., inputs] to [..., outputs], as <c>torch.nn.Linear</c>. The number of inputs is inferred.
/// Parameters: <c>weight</c> [outputs, inputs] and <c>bias</c> [outputs], both from U(−1/√inputs, 1/√inputs).
/// </summary>
/// <param name="outputs">Extent of the last axis of the result.</param>
public sealed class Linear(int outputs) : WeightedLayer
{
    /// <summary>Extent of the last axis of the result.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Adds a learned number per output.</summary>
    public bool Bias { get; init; } = true;
}
