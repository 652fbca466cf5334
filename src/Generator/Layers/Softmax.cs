namespace Sinter.Generator.Layers;

/// <summary>The function Softmax as a layer.</summary>
internal sealed class Softmax : FunctionLayer;
