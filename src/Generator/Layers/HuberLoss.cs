namespace Sinter.Generator.Layers;

/// <summary>The function Huber as the loss of a sequence of layers.</summary>
internal sealed class HuberLoss : FunctionLoss;
