using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// One step of a loop over time, as a graph inside an op: from <see cref="Step"/>, <see cref="Carried"/> and <see cref="Captured"/> leaves to what is carried on and what is stacked.
/// A plain, value-equal record, so that ops with equal bodies are equal; passes work on <see cref="ToGraph"/>.
/// </summary>
/// <param name="Nexts">What each carried tensor is after the step, in the order of the carried tensors.</param>
/// <param name="Stacks">What is kept of every step.</param>
internal sealed record ScanBody(EquatableArray<GraphNode> Nodes, EquatableArray<BodyOutput> Nexts, EquatableArray<BodyOutput> Stacks)
{
    /// <summary>The body as a graph: its outputs are the nexts, then the stacks.</summary>
    public static ScanBody Of(Graph graph, int carries)
    {
        BodyOutput[] outputs = [.. graph.Outputs.Select(output => new BodyOutput(output.Value.Id, output.Value.Type))];
        return new ScanBody(
            [.. graph.Values.Select(v => new GraphNode(v.Op, [.. v.Operands.Select(o => o.Id)], v.Name))],
            [.. outputs.Take(carries)],
            [.. outputs.Skip(carries)]);
    }

    /// <summary>A graph that may be rewritten; its outputs are the nexts, then the stacks.</summary>
    public Graph ToGraph()
    {
        var graph = new Graph();
        foreach (var node in Nodes) graph.Add(node.Op, [.. node.Operands.Select(operand => graph.Values[operand])], node.Name);
        graph.Outputs.AddRange(Nexts.Select((next, i) => new GraphOutput(OutputKind.Result, $"next{i}", graph.Values[next.Node])));
        graph.Outputs.AddRange(Stacks.Select((stack, i) => new GraphOutput(OutputKind.Result, $"stack{i}", graph.Values[stack.Node])));
        return graph;
    }

    /// <summary>The leaves of one kind, in definition order.</summary>
    public IEnumerable<T> Leaves<T>() where T : BodyLeaf => Nodes.Select(node => node.Op).OfType<T>();
}

/// <param name="Node">The position in the list of nodes.</param>
internal sealed record BodyOutput(int Node, TensorType Type);

/// <summary>An op that runs a graph of its own.</summary>
internal interface IBodyOp
{
    ScanBody Body { get; }

    /// <summary>The same op with another body that computes the same.</summary>
    Op WithBody(ScanBody body);
}
