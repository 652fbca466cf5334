namespace Sinter.Generator.Layers;

/// <summary>The function Relu as a layer.</summary>
internal sealed class Relu : FunctionLayer;
