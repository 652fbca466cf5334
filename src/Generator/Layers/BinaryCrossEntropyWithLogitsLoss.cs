namespace Sinter.Generator.Layers;

/// <summary>The function BinaryCrossEntropyWithLogits as the loss of a sequence of layers.</summary>
internal sealed class BinaryCrossEntropyWithLogitsLoss : FunctionLoss;
