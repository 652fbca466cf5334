using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops;

/// <summary>
/// C[c] = Σ over reduce and k of A[a]·B[b], for all outer, m, n: indices of the operands and the result as dims that are affine in the named indices.
/// </summary>
/// <param name="Outer">Independent outer indices, at most four, outermost first.</param>
/// <param name="M">The row index that a micro-kernel blocks: a regular step through A.</param>
/// <param name="N">The column index: the last axis of the result, contiguous. Mostly a stranger to A; where A has it as well (as its last axis), nothing is summed across columns.</param>
/// <param name="Reduce">At most two reduction indices around k.</param>
/// <param name="K">The innermost reduction index.</param>
internal sealed record ContractionEquation(
    IReadOnlyList<EquationIndex> Outer,
    EquationIndex M,
    EquationIndex N,
    IReadOnlyList<EquationIndex> Reduce,
    EquationIndex K,
    IReadOnlyList<Dim> A,
    IReadOnlyList<Dim> B,
    IReadOnlyList<Dim> C)
{
    /// <summary>All indices, outermost first.</summary>
    public IEnumerable<EquationIndex> All => [.. Outer, M, N, .. Reduce, K];

    /// <summary>The same sums in the same order with k as two indices, k = period·k′ + k: what an operand tells of k by division becomes a step of its own.</summary>
    public ContractionEquation SplitK(long period)
    {
        var (outer, inner) = (new EquationIndex(K.Name + "'", Dim.FloorDivide(K.Extent, period)), K with { Extent = period });
        IReadOnlyList<Dim> Split(IReadOnlyList<Dim> operand) => [.. operand.Select(index => index.Substitute(K.Name, (Dim)outer * period + inner))];
        return this with { Reduce = [.. Reduce, outer], K = inner, A = Split(A), B = Split(B) };
    }
}
