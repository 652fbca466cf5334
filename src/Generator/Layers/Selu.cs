namespace Sinter.Generator.Layers;

/// <summary>The function Selu as a layer.</summary>
internal sealed class Selu : FunctionLayer;
