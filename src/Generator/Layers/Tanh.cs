namespace Sinter.Generator.Layers;

/// <summary>The function Tanh as a layer.</summary>
internal sealed class Tanh : FunctionLayer;
