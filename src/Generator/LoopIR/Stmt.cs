using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

internal abstract record Stmt;

/// <summary>Runs the body for variable = 0 … extent − 1. The variable is a symbol in the dims of the body.</summary>
internal sealed record Loop(string Variable, Dim Extent, LoopKind Kind, EquatableArray<Stmt> Body) : Stmt;

internal enum LoopKind
{
    /// <summary>In order, one at a time.</summary>
    Serial,

    /// <summary>
    /// Iterations are independent but for accumulators: a target runs many at once. Innermost. Accumulators declared outside and updated inside are
    /// combined over the lanes in a fixed order when the loop ends.
    /// </summary>
    Vector,
}

/// <summary>A scalar computed once per run of the enclosing body. An int32 let is also a symbol for dims.</summary>
internal sealed record Let(string Name, Expr Value) : Stmt;

/// <summary>An accumulator, starting at the identity of its combination. Read by <see cref="Local"/>.</summary>
internal sealed record Accumulator(string Name, Combine Combine) : Stmt;

/// <summary>accumulator = combine(accumulator, value).</summary>
internal sealed record Update(string Name, Combine Combine, Expr Value) : Stmt;

/// <summary>Writes, or adds to, one element.</summary>
internal sealed record Store(Buffer Buffer, Dim Index, Expr Value, bool Accumulate = false) : Stmt;

internal enum Combine
{
    /// <summary>From 0.</summary>
    Sum,

    /// <summary>From −∞; NaN wins.</summary>
    Maximum,

    /// <summary>From +∞; NaN wins.</summary>
    Minimum,
}
