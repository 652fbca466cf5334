namespace Sinter.Generator.Layers;

/// <summary>The function L1 as the loss of a sequence of layers.</summary>
internal sealed class L1Loss : FunctionLoss;
