namespace Sinter.Generator.Layers;

/// <summary>The function HardSwish as a layer.</summary>
internal sealed class HardSwish : FunctionLayer;
