namespace Sinter.Generator.Layers;

/// <summary>The function Sigmoid as a layer.</summary>
internal sealed class Sigmoid : FunctionLayer;
