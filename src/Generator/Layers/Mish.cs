namespace Sinter.Generator.Layers;

/// <summary>The function Mish as a layer.</summary>
internal sealed class Mish : FunctionLayer;
