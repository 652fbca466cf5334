namespace Sinter.Generator.Layers;

/// <summary>The function Silu as a layer.</summary>
internal sealed class Silu : FunctionLayer;
