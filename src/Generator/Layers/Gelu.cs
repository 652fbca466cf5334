namespace Sinter.Generator.Layers;

/// <summary>The function Gelu as a layer.</summary>
internal sealed class Gelu : FunctionLayer;
