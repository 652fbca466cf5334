namespace Sinter.Generator.Layers;

/// <summary>The function Softplus as a layer.</summary>
internal sealed class Softplus : FunctionLayer;
