using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Autodiff;
using Sinter.Generator.GraphIR;

namespace Sinter.TestKit;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Compares derived gradients with central differences of the loss, evaluated in double precision.</summary>
internal static class FiniteDifferences
{
    const double Step = 1e-5;

    /// <summary>
    /// The largest relative difference between the derivative along a direction by the gradient, Σ g·v, and by (L(x + hv) − L(x − hv)) / 2h, over each parameter of the graph
    /// and several random directions: a wrong element shows in every one of them.
    /// </summary>
    public static double LargestError(Graph graph, TensorSource tensors, int directions = 4)
    {
        string[] paths = [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Select(p => p.Path).Distinct()];
        var derived = ReverseMode.Differentiate(graph, paths);
        GraphVerifier.Verify(derived, nameof(ReverseMode));
        var values = Evaluate(derived, tensors.Content);
        var worst = 0.0;
        foreach (var path in paths)
        {
            var gradient = values[derived.Outputs.FindIndex(o => o.Kind == OutputKind.Gradient && o.Name == path)];
            for (var i = 0; i < directions; i++)
            {
                var direction = tensors.Direction(path, gradient.Length, i);
                var expected = (Loss(graph, tensors, path, direction, Step) - Loss(graph, tensors, path, direction, -Step)) / (2 * Step);
                var actual = gradient.Zip(direction, (g, v) => g * v).Sum();
                worst = Math.Max(worst, Math.Abs(actual - expected) / (1 + Math.Abs(expected)));
                if (double.IsNaN(actual)) return double.NaN;
            }
        }
        return worst;
    }

    static double Loss(Graph graph, TensorSource tensors, string path, double[] direction, double step)
    {
        double[] Moved(Op leaf)
        {
            var content = tensors.Content(leaf);
            return leaf is Parameter p && p.Path == path ? [.. content.Zip(direction, (x, v) => x + step * v)] : content;
        }

        return Evaluate(graph, Moved)[graph.Outputs.FindIndex(o => o.Kind == OutputKind.Loss)][0];
    }

    static IReadOnlyList<double[]> Evaluate(Graph graph, Func<Op, double[]> content) =>
        new GraphInterpreter(TensorSource.Machine(Precision.Double), content).Evaluate(graph);
}
