using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Autodiff;

/// <summary>Reverse-mode differentiation: walks back from the loss, asking each op for the gradients of its operands.</summary>
internal static class ReverseMode
{
    /// <summary>
    /// The graph with the derivative of its loss by each of the parameters as an output of kind Gradient (zeros where the loss does not depend on one).
    /// Composite ops without a gradient of their own are taken apart first. A parameter that the graph does not mention at all has no gradient.
    /// </summary>
    public static Graph Differentiate(Graph graph, IReadOnlyCollection<string> parameters)
    {
        var result = WithParameters(WithGradients(graph), graph);
        var roots = Roots(result, parameters);
        var cotangents = new Cotangents(result, roots.SelectMany(root => root));
        var loss = result.Outputs.Single(output => output.Kind == OutputKind.Loss).Value;
        cotangents.Add(loss, loss.Constant(1));
        cotangents.WalkBack();
        foreach (var root in roots)
            result.Outputs.Add(new GraphOutput(OutputKind.Gradient, root.Key, cotangents.Of(root)));
        return result;
    }

    /// <summary>Every composite here answers for its own gradient, and every scan keeps what its gradient reads.</summary>
    public static Graph WithGradients(Graph graph) => ScanResiduals.Widen(graph.RewriteWhile(
        value => value.Op is CompositeOp { HasGradient: false },
        (_, value, operands) => ((CompositeOp)value.Op).Decompose(operands)));

    // Leaves are copied even when no output needs them: a parameter that is not used has a gradient of zeros.
    static Graph WithParameters(Graph graph, Graph original)
    {
        var result = graph == original ? graph.Rewrite(GraphRewriter.Copy) : graph;
        var present = new HashSet<Op>(result.Values.Select(value => value.Op).OfType<Parameter>());
        foreach (var value in original.Values.Where(value => value.Op is Parameter && present.Add(value.Op))) result.Add(value.Op);
        return result;
    }

    // Tied parameters may stand in the graph more than once: one gradient, the sum.
    static ILookup<string, Value> Roots(Graph graph, IReadOnlyCollection<string> parameters)
    {
        var order = parameters.Select((path, position) => (path, position)).ToDictionary(p => p.path, p => p.position, StringComparer.Ordinal);
        return graph.Values
            .Where(value => value.Op is Parameter parameter && order.ContainsKey(parameter.Path))
            .OrderBy(value => order[((Parameter)value.Op).Path])
            .ToLookup(value => ((Parameter)value.Op).Path, StringComparer.Ordinal);
    }
}
