namespace Sinter.Generator.Layers;

/// <summary>The function HardSigmoid as a layer.</summary>
internal sealed class HardSigmoid : FunctionLayer;
