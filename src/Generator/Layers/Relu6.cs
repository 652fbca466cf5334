namespace Sinter.Generator.Layers;

/// <summary>The function Relu6 as a layer.</summary>
internal sealed class Relu6 : FunctionLayer;
