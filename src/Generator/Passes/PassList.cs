using System.Collections.Generic;
using System.Threading;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Passes;

/// <summary>The passes in their order.</summary>
internal static class PassList
{
    public static IReadOnlyList<Pass> All { get; } = [];

    public static Graph Run(Graph graph, CancellationToken cancellation)
    {
        foreach (var pass in All)
        {
            cancellation.ThrowIfCancellationRequested();
            graph = pass.Run(graph);
        }
        return graph;
    }
}
