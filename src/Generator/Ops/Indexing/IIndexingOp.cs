using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>An op for which the elements of one of its operands, an int32 tensor, are positions along an axis.</summary>
internal interface IIndexingOp
{
    int IndexOperand { get; }

    /// <summary>The positions are from 0 to this, exclusive.</summary>
    Dim Bound(Value value);

    /// <summary>A number outside of the range that is meant as it stands, if there is one.</summary>
    int? Exempt { get; }
}

internal static class IndexExpressions
{
    /// <summary>
    /// The index, moved into [0, bound): memory stays safe whatever a model computes. Indices that the caller gives are checked when the call
    /// begins (<see cref="IndexBounds"/>), so what is moved here is never a caller's mistake that goes unnoticed.
    /// </summary>
    public static Expr Within(this Expr index, Dim bound) =>
        Expr.Call(Intrinsic.Maximum, Expr.Call(Intrinsic.Minimum, index, new IndexValue(bound - 1)), new Literal(0, DType.Int32));
}
