using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// C[o, m, n] = epilogue(Σ over r, s, k of A[…]·B[…]): matrix products and convolutions. All strides are in elements.
/// The slots of the buffers are: 0 = A, 1 = B, 2 = C, then those that the epilogue reads (it may read and write the same slot as C).
/// </summary>
internal sealed record ContractionKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    ContractionShape Shape,
    Expr Epilogue) : Kernel(Name, Comment, Buffers)
{
    /// <summary>In <see cref="Epilogue"/>: the sum, before the epilogue.</summary>
    public static Expr Sum { get; } = new Local("sum", DType.Float32);

    /// <summary>In <see cref="Epilogue"/>'s dims: the element's offset in C.</summary>
    public const string Offset = "offset";

    /// <summary>In <see cref="Epilogue"/>'s dims: n.</summary>
    public const string Column = "column";
}
