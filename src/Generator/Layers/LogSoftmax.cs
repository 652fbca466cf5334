namespace Sinter.Generator.Layers;

/// <summary>The function LogSoftmax as a layer.</summary>
internal sealed class LogSoftmax : FunctionLayer;
