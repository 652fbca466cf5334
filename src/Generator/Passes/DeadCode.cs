using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Passes;

/// <summary>Removes values that no output needs.</summary>
internal sealed class DeadCode : Pass
{
    public override Graph Run(Graph graph) => graph.Live().Count == graph.Values.Count ? graph : graph.Rewrite(GraphRewriter.Copy);
}
