namespace Sinter;

/// <summary>
/// The mean of −ln softmax(x)[label] over all labels: logits [N, C, ...] against classes [N, ...] given as integers from 0 to C − 1, as
/// <c>torch.nn.CrossEntropyLoss</c>.
/// </summary>
public sealed class CrossEntropyLoss : LossBase
{
    /// <summary>A label that does not count.</summary>
    public int IgnoreIndex { get; init; } = -100;

    /// <summary>How much of each label is spread evenly over all classes, in [0, 1].</summary>
    public float LabelSmoothing { get; init; }
}
