using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Passes;

/// <summary>The passes in their order.</summary>
internal static class PassList
{
    public static IReadOnlyList<Pass> All { get; } =
    [
        new DecomposeComposites(),      // before all others: they see only parts
        new Canonicalize(),
        new CommonSubexpressions(),
        new SimplifyScans(),
        new SinkTransposes(),
        new RaiseTransposes(),          // after sinking: what is left then is between layouts
        new NarrowConvolutions(),       // after the layout: slices and convolutions stand next to each other
        new TransposedProducts(),       // after raising: it has nothing left to meet
        new FlattenInPlace(),           // after the layout: it turns what is left of it
        new FoldBatchNorm(),            // after the layout: channels stand last
        new SplitReductions(),          // after the layout: it looks at the outermost axes
        new SimplifyScans(),
        new Canonicalize(),             // what these left: reshapes of vectors, sums of shifts
        new CommonSubexpressions(),
        new FrameImages(),              // late: others would see through the frames
        new WinogradConvolutions(),     // after everything that looks for convolutions
        new StackResults(),             // after scans are simplified, which takes stacks of states for ranges of histories
        new Canonicalize(),             // a reshape of a reshape
        new DeadCode(),
    ];

    /// <param name="observe">Sees the graph after each pass: printing it, or verifying it in a release build.</param>
    /// <param name="winograd">Whether convolutions may be computed by Winograd's algorithm.</param>
    public static Graph Run(Graph graph, CancellationToken cancellation, Action<Pass, Graph>? observe = null, bool winograd = true)
    {
        foreach (var pass in All.Where(pass => winograd || pass is not WinogradConvolutions))
        {
            cancellation.ThrowIfCancellationRequested();
            graph = RunWithBodies(pass, graph);
#if DEBUG
            GraphVerifier.Verify(graph, pass.GetType().Name);
#endif
            observe?.Invoke(pass, graph);
        }
        return graph;
    }

    /// <summary>A graph and the bodies of its scans are improved alike.</summary>
    static Graph RunWithBodies(Pass pass, Graph graph)
    {
        graph = pass.Run(graph);
        return graph.Values.Any(value => value.Op is IBodyOp) ? graph.Rewrite((target, value, operands) => target.Add(WithBody(pass, value.Op), operands)) : graph;
    }

    static Op WithBody(Pass pass, Op op) => op is IBodyOp { Body: var body } loop
        ? loop.WithBody(ScanBody.Of(RunWithBodies(pass, body.ToGraph()), body.Nexts.Count))
        : op;
}
