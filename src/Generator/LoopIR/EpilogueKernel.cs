using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// Sums of products, C[o, m, n] = epilogue(Σ A·B). The slots of the buffers are: 0 = A, 1 = B, 2 = C, then those that the epilogue reads (it may read and write the same slot as C).
/// </summary>
internal abstract record EpilogueKernel(string Name, string Comment, EquatableArray<Buffer> Buffers, Expr Epilogue) : Kernel(Name, Comment, Buffers)
{
    /// <summary>In <see cref="Epilogue"/>: the sum, before the epilogue.</summary>
    public static Expr Sum { get; } = new Local("sum", GraphIR.DType.Float32);

    /// <summary>In <see cref="Epilogue"/>'s dims: the element's offset in C.</summary>
    public const string Offset = "offset";

    /// <summary>In <see cref="Epilogue"/>'s dims: n.</summary>
    public const string Column = "column";
}
