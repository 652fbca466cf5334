using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Indexing;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Where the outputs of a graph go. A value that can be computed in its place is; leaves, values that go to two places, and new contents of states
/// (which others may still have to read) are copied there at the end. What is appended to a session's cache is written in its place: no one reads what was there.
/// </summary>
internal sealed class ProgramOutputs
{
    readonly Dictionary<Value, Location> locations = [];
    readonly Dictionary<Value, string> replaced = [];
    readonly HashSet<Value> inPlace = [];

    public ProgramOutputs(Graph graph, ModelLayout layout)
    {
        foreach (var output in graph.Outputs.Where(o => o.Kind == OutputKind.Session && o.Value.Op is AppendRows))
        {
            for (var value = output.Value; value.Op is AppendRows; value = value.Operands[0])
            {
                locations[value] = new Location(Space.Session, 0, layout.SessionOffsets[output.Name]);
                inPlace.Add(value);
            }
        }
        var results = graph.Outputs.Where(o => o.Kind == OutputKind.Result)
            .Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Loss))
            .Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Metric)).ToList();
        foreach (var output in results.Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Gradient)).Concat(graph.Outputs.Where(o => IsState(o) && !IsInPlace(o.Value))))
        {
            var directly = !IsState(output) && output.Value.Op is not LeafOp && !ScanLowering.IsFinal(output.Value) && !locations.ContainsKey(output.Value);
            var value = directly ? output.Value : graph.Add(new Broadcast { Shape = output.Value.Shape }, output.Value);
            value.Name ??= output.Kind == OutputKind.Gradient ? $"d{char.ToUpperInvariant(output.Name[0])}{output.Name.Substring(1)}" : output.Name;
            if (IsState(output)) replaced[value] = output.Name;
            locations[value] = output.Kind switch
            {
                OutputKind.Gradient => new Location(Space.Gradient, 0, layout.ParameterOffsets[output.Name]),
                OutputKind.State => new Location(Space.State, 0, layout.StateOffsets[output.Name]),
                OutputKind.Session => new Location(Space.Session, 0, layout.SessionOffsets[output.Name]),
                _ => new Location(Space.Output, results.IndexOf(output), Dim.Zero),
            };
        }
    }

    /// <summary>The values that overwrite a state, with its path: whoever reads the old content must have done so before.</summary>
    public IReadOnlyDictionary<Value, string> Replaced => replaced;

    /// <summary>True for an op that only writes its change, because its result lies where its first operand does.</summary>
    public bool IsInPlace(Value value) => inPlace.Contains(value);

    static bool IsState(GraphOutput output) => output.Kind is OutputKind.State or OutputKind.Session;

    public IReadOnlyCollection<Value> Values => locations.Keys;

    public Location? this[Value value] => locations.TryGetValue(value, out var location) ? location : null;
}
