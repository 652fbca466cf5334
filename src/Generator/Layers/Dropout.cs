namespace Sinter.Generator.Layers;

/// <summary>The function Dropout as a layer.</summary>
internal sealed class Dropout : FunctionLayer;
