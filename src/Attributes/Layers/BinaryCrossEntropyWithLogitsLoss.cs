namespace Sinter;

/// <summary>The mean of −target·ln σ(x) − (1 − target)·ln(1 − σ(x)), as <c>torch.nn.BCEWithLogitsLoss</c>: logits against probabilities of the same shape.</summary>
public sealed class BinaryCrossEntropyWithLogitsLoss : LossBase;
