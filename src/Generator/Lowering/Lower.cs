using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>From a graph to kernels and where their buffers lie.</summary>
internal static class Lower
{
    /// <summary>Fused kernels over a shared arena.</summary>
    /// <param name="inputs">The identifiers of the entry point's inputs in order.</param>
    public static EntryProgram ToKernels(Graph graph, ModelLayout layout, EntryKind kind, IReadOnlyList<string> inputs)
    {
        graph = ScanLowering.WithOwnInitials(graph);
        var outputs = new ProgramOutputs(graph, layout);
        var keptStates = graph.Outputs.Where(o => o.Kind == OutputKind.State).Select(o => o.Name).ToList();
        var uses = new ValueUses(graph, outputs.Values, kind == EntryKind.Training ? null : leaf => leaf.Op switch
        {
            Parameter or Constant => true,
            State state => !keptStates.Contains(state.Path),
            _ => false,
        });
        var slices = new Slices();
        var steps = GraphLowering.Run(uses, outputs.Values, slices, new PackedOperands(slices), outputs);
        steps = [.. steps.Select(step => RowSlices.Slice(step, slices))];
        var program = RangeSplitting.Run(new ProgramAssembly(layout, inputs, outputs, slices, steps).Assemble());
        return kind == EntryKind.Training ? program : LoopRerolling.Run(program);      // the search for a number that is not finite names each launch of a step
    }
}
