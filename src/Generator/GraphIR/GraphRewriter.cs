using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.GraphIR;

/// <summary>What a graph's value becomes in the graph that is being built; the operands are already there.</summary>
internal delegate Value RewriteRule(Graph target, Value value, IReadOnlyList<Value> operands);

/// <summary>Builds a graph from another, value by value: the one way in which graphs change.</summary>
internal static class GraphRewriter
{
    /// <summary>The rule that changes nothing.</summary>
    public static Value Copy(Graph target, Value value, IReadOnlyList<Value> operands) => target.Add(value.Op, operands);

    /// <summary>Applies a rule to every value that an output needs, operands first. Names and outputs move along; what nobody needs is gone.</summary>
    public static Graph Rewrite(this Graph graph, RewriteRule rule)
    {
        var target = new Graph();
        var images = new Dictionary<Value, Value>();
        var live = graph.Live();
        foreach (var value in graph.Values.Where(live.Contains))
        {
            var image = rule(target, value, [.. value.Operands.Select(operand => images[operand])]);
            // A nameless value takes the name of what it stands for.
            image.Name ??= value.Name;
            images[value] = image;
        }
        foreach (var output in graph.Outputs) target.Outputs.Add(output with { Value = images[output.Value] });
        return target;
    }

    /// <summary>Rewrites until the predicate finds nothing more: rules may produce what they apply to.</summary>
    public static Graph RewriteWhile(this Graph graph, Func<Value, bool> applies, RewriteRule rule)
    {
        while (true)
        {
            var live = graph.Live();
            if (!live.Any(applies)) return graph;
            graph = graph.Rewrite((target, value, operands) => applies(value) ? rule(target, value, operands) : Copy(target, value, operands));
        }
    }

    /// <summary>The values that some output needs.</summary>
    public static HashSet<Value> Live(this Graph graph)
    {
        var live = new HashSet<Value>(graph.Outputs.Select(output => output.Value));
        foreach (var value in graph.Values.Reverse().Where(live.Contains))
            live.UnionWith(value.Operands);
        return live;
    }
}
