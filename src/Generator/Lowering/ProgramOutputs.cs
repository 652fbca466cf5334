using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Where the outputs of a graph go. A value that can be computed in its place is; leaves, values that go to two places, and new contents of states
/// (which others may still have to read) are copied there at the end.
/// </summary>
internal sealed class ProgramOutputs
{
    readonly Dictionary<Value, Location> locations = [];

    public ProgramOutputs(Graph graph, ModelLayout layout)
    {
        var results = graph.Outputs.Where(o => o.Kind == OutputKind.Result)
            .Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Loss))
            .Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Metric)).ToList();
        foreach (var output in results.Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Gradient)).Concat(graph.Outputs.Where(o => o.Kind == OutputKind.State)))
        {
            var inPlace = output.Kind != OutputKind.State && output.Value.Op is not LeafOp && !locations.ContainsKey(output.Value);
            var value = inPlace ? output.Value : graph.Add(new Broadcast { Shape = output.Value.Shape }, output.Value);
            value.Name ??= output.Kind == OutputKind.Gradient ? $"d{char.ToUpperInvariant(output.Name[0])}{output.Name.Substring(1)}" : output.Name;
            locations[value] = output.Kind switch
            {
                OutputKind.Gradient => new Location(Space.Gradient, 0, layout.ParameterOffsets[output.Name]),
                OutputKind.State => new Location(Space.State, 0, layout.StateOffsets[output.Name]),
                _ => new Location(Space.Output, results.IndexOf(output), Dim.Zero),
            };
        }
    }

    public IReadOnlyCollection<Value> Values => locations.Keys;

    public Location? this[Value value] => locations.TryGetValue(value, out var location) ? location : null;
}
