namespace Sinter.Generator.Layers;

/// <summary>The function Elu as a layer.</summary>
internal sealed class Elu : FunctionLayer;
