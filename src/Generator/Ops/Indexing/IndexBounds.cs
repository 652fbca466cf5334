using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>Finds the int32 inputs whose elements are positions, so that an entry point can refuse those out of range before it computes.</summary>
internal static class IndexBounds
{
    /// <summary>For each such input, every bound that holds for it.</summary>
    public static IReadOnlyList<IndexBound> Of(Graph graph) =>
    [
        .. from value in graph.Values
           where value.Op is IIndexingOp
           let indexing = (IIndexingOp)value.Op
           let source = Source(value.Operands[indexing.IndexOperand])
           where source is not null
           group 0 by new IndexBound(source, indexing.Bound(value), indexing.Exempt) into same
           select same.Key,
    ];

    // Views move elements and change none.
    static string? Source(Value value) => value.Op switch
    {
        Input input => input.Identifier,
        ViewOp => Source(value.Operands[0]),
        _ => null,
    };
}
