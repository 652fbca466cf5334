using System.Threading;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Passes;

/// <summary>One improvement of a graph that leaves its meaning as it is.</summary>
internal abstract class Pass
{
    /// <summary>The same program, improved: a new graph, or the same one when there was nothing to do.</summary>
    public abstract Graph Run(Graph graph);
}
