namespace Sinter.Generator.Declaration;

/// <summary>The names of the user's library that the tracer knows. A test resolves each.</summary>
internal static class LanguageNames
{
    public const string Namespace = "Sinter";

    public const string Network = "Sinter.NetworkAttribute";
    public const string NetworkWinograd = "Winograd";
    public const string Input = "Sinter.InputAttribute";
    public const string InputIntegers = "Integers";
    public const string Shape = "Sinter.ShapeAttribute";
    public const string Forward = "Sinter.ForwardAttribute";
    public const string Loss = "Sinter.LossAttribute";
    public const string LossTrains = "Trains";
    public const string Frozen = "Sinter.FrozenAttribute";

    public const string Tensor = "Sinter.Tensor";
    public const string IntTensor = "Sinter.IntTensor";
    public const string BoolTensor = "Sinter.BoolTensor";
    public const string TensorShape = "Sinter.TensorShape";
    public const string Slice = "Sinter.Slice";
    public const string Layer = "Sinter.Layer";
    public const string LayerBase = "Sinter.LayerBase";
    public const string LossBase = "Sinter.LossBase";
    public const string Module = "Sinter.Module";
    public const string Parameter = "Sinter.Parameter";
    public const string State = "Sinter.State";
    public const string StateNext = "Next";
    public const string StatePerSession = "PerSession";
    public const string Cache = "Sinter.KeyValueCache";
    public const string CacheAppend = "Append";
    public const string CacheRows = "Rows";
    public const string CachePosition = "Position";
    public const string CacheLength = "Length";
    public const string CacheOverflow = "Overflow";
    public const string SlidingWindow = "SlidingWindow";
    public const string Batch = "Batch";
    public const string Init = "Sinter.Init";
    public const string InitProperty = "Init";
    public const string BiasInitProperty = "BiasInit";
    public const string Ops = "Sinter.Ops";
    public const string Optimizer = "Sinter.Optimizer";
    public const string TokenSession = "Sinter.TokenSession";

    /// <summary>The function of Ops that takes a step.</summary>
    public const string Scan = "Scan";

    /// <summary>The method that a module is called by.</summary>
    public const string ForwardMethod = "Forward";

    /// <summary>The entry point that a loss attribute adds to a sequence.</summary>
    public const string LossMethod = "Loss";

    /// <summary>The input of a sequence.</summary>
    public const string SequenceInput = "input";
}
