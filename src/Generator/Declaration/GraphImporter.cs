using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Declaration;

/// <summary>The records of an entry point back to a graph that passes may work on.</summary>
internal static class GraphImporter
{
    public static Graph Import(EntryPoint entry)
    {
        var graph = new Graph();
        foreach (var node in entry.Nodes)
            graph.Add(node.Op, [.. node.Operands.Select(operand => graph.Values[operand])], node.Name);
        foreach (var output in entry.Outputs)
            graph.Outputs.Add(new GraphOutput(output.Kind, output.Name, graph.Values[output.Node]));
        return graph;
    }

    /// <summary>The types of an entry point's outputs, in their order.</summary>
    public static IReadOnlyList<TensorType> OutputTypes(EntryPoint entry) => [.. Import(entry).Outputs.Select(o => o.Value.Type)];

    /// <summary>What must hold for the numbers in int32 inputs, so that none leads out of what it picks from.</summary>
    public static IReadOnlyList<IndexBound> IndexBounds(EntryPoint entry) => Ops.Indexing.IndexBounds.Of(Import(entry));

    /// <summary>What must hold for the extents of a training step, so that variances exist.</summary>
    public static IReadOnlyList<SampleBound> SampleBounds(EntryPoint entry) => Ops.Reductions.SampleBounds.Of(Import(entry));

    /// <summary>The other way: what the tracer built, as records. What was written with the placeholders of a scan's step has moved into its body.</summary>
    public static (GraphNode[] Nodes, NodeOutput[] Outputs) Export(Graph graph)
    {
        var positions = new Dictionary<Value, int>();
        foreach (var value in graph.Values.Where(v => v.Op is not BodyLeaf && v.Operands.All(positions.ContainsKey))) positions.Add(value, positions.Count);
        return
        (
            [.. graph.Values.Where(positions.ContainsKey).Select(v => new GraphNode(v.Op, [.. v.Operands.Select(o => positions[o])], v.Name))],
            [.. graph.Outputs.Select(o => new NodeOutput(o.Kind, o.Name, positions[o.Value]))]
        );
    }
}
