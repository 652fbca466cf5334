namespace Sinter.Generator.Layers;

/// <summary>The function MeanSquaredError as the loss of a sequence of layers.</summary>
internal sealed class MeanSquaredErrorLoss : FunctionLoss;
