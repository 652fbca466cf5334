namespace Sinter.Generator.Layers;

/// <summary>The function LeakyRelu as a layer.</summary>
internal sealed class LeakyRelu : FunctionLayer;
