using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Autodiff;

/// <summary>Reverse-mode differentiation: walks back from the loss, asking each op for the gradients of its operands.</summary>
internal static class ReverseMode
{
    /// <summary>
    /// The graph with the derivative of its loss by each of the parameters as an output of kind Gradient (zeros where the loss does not depend on one).
    /// Composite ops without a gradient of their own are taken apart first.
    /// </summary>
    public static Graph Differentiate(Graph graph, IReadOnlyCollection<string> parameters) => throw new System.NotSupportedException();
}
