using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>An op for which the elements of some of its operands, int32 tensors, are positions along an axis.</summary>
internal interface IIndexingOp
{
    EquatableArray<Indices> Indices(Value value);
}

/// <summary>The positions that an operand gives are from 0 to the bound, exclusive, or the exempt number, which is meant as it stands.</summary>
internal sealed record Indices(int Operand, Dim Bound, int? Exempt = null);

internal static class IndexExpressions
{
    /// <summary>
    /// The index, moved into [0, bound): memory stays safe whatever a model computes. Indices that the caller gives are checked when the call
    /// begins (<see cref="IndexBounds"/>), so what is moved here is never a caller's mistake that goes unnoticed.
    /// </summary>
    public static Expr Within(this Expr index, Dim bound) =>
        Expr.Call(Intrinsic.Maximum, Expr.Call(Intrinsic.Minimum, index, new IndexValue(bound - 1)), new Literal(0, DType.Int32));
}
