using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Emission;

/// <summary>Every name of the runtime and of the base library that emitted code uses, in one place; a test resolves each of them.</summary>
internal static class RuntimeNames
{
    const string Sinter = "global::Sinter.";
    const string Runtime = "global::Sinter.Runtime.";

    // Emitted kernels.
    public const string Execution = Runtime + "Execution";
    public const string Kernel = Runtime + "Kernel";
    public const string ISimd = Runtime + "ISimd";
    public const string Simd = Runtime + "Simd";
    public const string Simd512 = Runtime + "Simd512";
    public const string Simd256 = Runtime + "Simd256";
    public const string Simd128 = Runtime + "Simd128";
    public const string VectorMath = Runtime + "VectorMath";
    public const string ScalarMath = Runtime + "ScalarMath";
    public const string Philox = Runtime + "Philox";
    public const string Contraction = Runtime + "Contraction";
    public const string Depthwise = Runtime + "Depthwise";
    public const string ContractionShape = Runtime + "ContractionShape";
    public const string Band = Runtime + "Band";
    public const string BandStage = Runtime + "BandStage";
    public const string OuterLoop = Runtime + "OuterLoop";
    public const string ReduceLoop = Runtime + "ReduceLoop";
    public const string IEpilogue = Runtime + "IEpilogue";
    public const string NoEpilogue = Runtime + "NoEpilogue";
    public const string PackShape = Runtime + "PackShape";
    public const string PackLoop = Runtime + "PackLoop";
    public const string Packing = Runtime + "Packing";
    public const string Winograd = Runtime + "Winograd";
    public const string WinogradShape = Runtime + "WinogradShape";
    public const string WinogradWeights = Runtime + "WinogradWeights";
    public const string WinogradWeightsShape = Runtime + "WinogradWeightsShape";
    public const string Attention = Runtime + "Attention";
    public const string AttentionGradient = Runtime + "AttentionGradient";
    public const string AttentionShape = Runtime + "AttentionShape";
    public const string HeadStrides = Runtime + "HeadStrides";

    // Emitted members.
    public const string Arguments = Runtime + "Arguments";
    public const string ExecutionPool = Runtime + "ExecutionPool";
    public const string PreparedBuffer = Runtime + "PreparedBuffer";
    public const string ParameterStore = Sinter + "ParameterStore";
    public const string ParameterEntry = Sinter + "ParameterEntry";
    public const string ParameterInitializer = Sinter + "ParameterInitializer";
    public const string ParameterDistribution = Sinter + "ParameterDistribution";
    public const string Optimizer = Sinter + "Optimizer";
    public const string Trainer = Sinter + "Trainer";
    public const string ParameterRole = Sinter + "ParameterRole";
    public const string LaunchTable = Runtime + "LaunchTable";
    public const string Session = Sinter + "Session";
    public const string TokenSession = Sinter + "TokenSession";
    public const string SessionMemory = Runtime + "SessionMemory";
    public const string SessionTensor = Runtime + "SessionTensor";
    public const string SessionLength = Runtime + "SessionLength";

    /// <summary>The accessor of Execution for buffers of a type.</summary>
    public static string Accessor(DType type) => type switch
    {
        DType.Float32 => "Float",
        DType.Int32 => "Int",
        _ => "Bool",
    };

    // The base library.
    public const string SystemMath = "global::System.Math";
    public const string MathF = "global::System.MathF";
    public const string Action = "global::System.Action";
    public const string List = "global::System.Collections.Generic.List";
    public const string MemoryMarshal = "global::System.Runtime.InteropServices.MemoryMarshal";
    public const string Unsafe = "global::System.Runtime.CompilerServices.Unsafe";
    public const string MethodImpl = "global::System.Runtime.CompilerServices.MethodImpl";
    public const string MethodImplOptions = "global::System.Runtime.CompilerServices.MethodImplOptions";
    public const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode";
    public const string ReadOnlySpan = "global::System.ReadOnlySpan";
    public const string Span = "global::System.Span";
    public const string ArgumentException = "global::System.ArgumentException";
    public const string ArgumentOutOfRangeException = "global::System.ArgumentOutOfRangeException";
    public const string InvalidOperationException = "global::System.InvalidOperationException";
}
