using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Recurrence;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>Finds the int32 inputs whose elements are positions, so that an entry point can refuse those out of range before it computes.</summary>
internal static class IndexBounds
{
    /// <summary>For each such input, every bound that holds for it.</summary>
    public static IReadOnlyList<IndexBound> Of(Graph graph) => [.. Of(graph, _ => null).Distinct()];

    // Inside the body of a scan, leaves stand for operands of the scan.
    static IEnumerable<IndexBound> Of(Graph graph, Func<Value, string?> sourceOfLeaf)
    {
        foreach (var value in graph.Values)
        {
            foreach (var indices in value.Op is IIndexingOp indexing ? indexing.Indices(value) : [])
            {
                if (Source(value.Operands[indices.Operand], sourceOfLeaf) is { } source) yield return new IndexBound(source, indices.Bound, indices.Exempt);
            }
            if (value.Op is not Scan scan) continue;
            foreach (var inner in Of(scan.Body.ToGraph(), leaf => scan.OperandOf(leaf.Op, value) is { } operand ? Source(operand, sourceOfLeaf) : null)) yield return inner;
        }
    }

    // Views move elements and change none.
    static string? Source(Value value, Func<Value, string?> sourceOfLeaf) => value.Op switch
    {
        Input input => input.Identifier,
        BodyLeaf => sourceOfLeaf(value),
        ViewOp => Source(value.Operands[0], sourceOfLeaf),
        _ => null,
    };
}
