using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

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
