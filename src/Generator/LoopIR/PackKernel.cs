using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

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
