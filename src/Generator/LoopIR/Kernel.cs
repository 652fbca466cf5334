using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>A tensor in memory as a kernel sees it: its slot among the kernel's arguments.</summary>
/// <param name="Name">What the model calls it; for reading only, unique in its kernel.</param>
internal sealed record Buffer(string Name, DType Type, int Slot);

/// <summary>
/// One emitted method. Equal kernels are emitted once: a kernel knows nothing of where its buffers lie. Its buffers are its arguments, in the order of
/// their slots.
/// </summary>
/// <param name="Comment">What was fused, in words.</param>
internal abstract record Kernel(string Name, string Comment, EquatableArray<Buffer> Buffers);

/// <summary>
/// A loop nest cut into chunks by shape alone: the body runs for each value of the grid's variable, chunks of <see cref="Grain"/> values at a time, on
/// whichever thread is free.
/// </summary>
/// <param name="Variable">The grid's variable, a symbol in the body's dims.</param>
/// <param name="Extent">Its number of values.</param>
/// <param name="Grain">Values per chunk.</param>
/// <param name="Kind">Vector: the grid's variable is itself the vectorized one, and the body has no loop (flat elementwise kernels).</param>
/// <param name="Scratch">Floats of working memory that each chunk may use: buffers whose slot is −1 − i lie there, one after the other.</param>
internal sealed record LoopKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    string Variable,
    Dim Extent,
    Dim Grain,
    LoopKind Kind,
    EquatableArray<ScratchBuffer> Scratch,
    EquatableArray<Stmt> Body) : Kernel(Name, Comment, Buffers);

/// <summary>Working memory of one chunk.</summary>
internal sealed record ScratchBuffer(Buffer Buffer, Dim Size);

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

/// <summary>
/// The extents and strides of a contraction. Outer loops (batch, image, image row, group: at most four) are independent; reductions are
/// two outer ones (filter row and tap, or image and image row) around k.
/// </summary>
/// <param name="PackedB">B lies in panels as <see cref="PackKernel"/> writes them: its k, r and s follow each other densely, and BK and ReduceB are not used; OuterB counts elements of the packed buffer.</param>
internal sealed record ContractionShape(
    EquatableArray<OuterLoop> Outer,
    Dim M,
    Dim N,
    Dim K,
    EquatableArray<ReduceLoop> Reduce,
    Dim StrideAM,
    Dim StrideAK,
    Dim StrideBK,
    Dim StrideCM,
    bool PackedB);

internal sealed record OuterLoop(Dim Extent, Dim StrideA, Dim StrideB, Dim StrideC);

internal sealed record ReduceLoop(Dim Extent, Dim StrideA, Dim StrideB);

/// <summary>
/// Copies B[batch, k, n] into panels as wide as the machine's micro-kernel: the k of one panel lie one after the other, columns beyond n are zero. k
/// may be several nested extents (r, s, c), outermost first. The packed size of one batch is size(k) · (n rounded up to 64).
/// Slots: 0 = source, 1 = panels.
/// </summary>
internal sealed record PackKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    Dim Batch,
    Dim StrideBatch,
    EquatableArray<ReduceLoop> K,
    Dim N,
    Dim StrideN) : Kernel(Name, Comment, Buffers)
{
    /// <summary>Elements of one packed batch.</summary>
    public static Dim PackedSize(Dim k, Dim n) => k * Dim.FloorDivide(n + 63, 64) * 64;
}
