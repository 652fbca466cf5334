using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using OutputKind = Sinter.Generator.GraphIR.OutputKind;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>The graph of one entry point while it grows.</summary>
internal sealed class EntryTrace
{
    readonly ModelTrace model;
    readonly Dictionary<string, Value> leaves = [];
    readonly Dictionary<string, Value> updates = [];
    readonly Dictionary<Value, Origin> origins = [];
    readonly Stack<int> steps = [];
    readonly HashSet<Value> ended = [];

    public EntryTrace(ModelTrace model, EntryKind kind, bool summarize)
    {
        (this.model, Training, Summarize) = (model, kind == EntryKind.Training, summarize);
        Memory = new SessionTrace(this, model, exists: kind == EntryKind.Forward);
    }

    public Graph Graph { get; } = new();

    public bool Training { get; }

    /// <summary>What is kept from call to call for one caller.</summary>
    public SessionTrace Memory { get; }

    /// <summary>The symbolic extents that the shapes of the inputs name.</summary>
    public HashSet<string> InputSymbols { get; } = [];

    /// <summary>True for the first entry point: its uses of layers are the rows of the summary.</summary>
    public bool Summarize { get; }

    /// <summary>Paths of the parameters that are read, in the order of their first use.</summary>
    public List<string> Parameters { get; } = [];

    public Value Input(string name, TensorType type, Location location)
    {
        var value = Graph.Add(new Input(name, type), [], name);
        origins[value] = new Origin(name, location, null);
        InputSymbols.UnionWith(type.Shape.Dims.SelectMany(d => d.Symbols));
        return value;
    }

    public Value Parameter(InstanceDatum owner, string path, Shape shape, Initializer initializer, ParameterRole role)
    {
        model.Register(owner, path, learned: true, shape, initializer, role);
        if (leaves.TryGetValue(path, out var value)) return value;
        Parameters.Add(path);
        return leaves[path] = Graph.Add(new Parameter(path, shape), [], Identifier(path));
    }

    /// <summary>The state's content, already updated where this entry point has done so.</summary>
    public Value State(InstanceDatum owner, string path, Shape shape, Initializer initializer)
    {
        model.Register(owner, path, learned: false, shape, initializer);
        if (updates.TryGetValue(path, out var next)) return next;
        return leaves.TryGetValue(path, out var value) ? value : leaves[path] = Graph.Add(new State(path, shape), [], Identifier(path));
    }

    public void Update(string path, Shape shape, Value next)
    {
        ChangesOncePerCall(path);
        if (next.Shape != shape) throw new ShapeException($"the state '{path}' has the shape {shape}, its next content {next.Shape}.");
        if (Training) updates[path] = next;
    }

    /// <summary>Throws inside of a step.</summary>
    public void ChangesOncePerCall(string path)
    {
        if (steps.Count > 0) throw new ShapeException($"it would change the state '{path}' at every step of a Scan; states change once per call.");
    }

    /// <summary>What is added from here on may belong to a step of a Scan.</summary>
    public void BeginStep() => steps.Push(Graph.Values.Count);

    /// <summary>The step's own tensors are gone: nothing outside of it can compute with them.</summary>
    public void EndStep()
    {
        foreach (var value in Graph.Values.Skip(steps.Pop()))
        {
            if (value.Op is BodyLeaf || value.Operands.Any(ended.Contains)) ended.Add(value);
        }
    }

    /// <summary>True for a tensor that was there at one step of a Scan only.</summary>
    public bool IsOfAnEndedStep(Value value) => ended.Contains(value);

    public IEnumerable<GraphOutput> Updates =>
        updates.Select(update => new GraphOutput(OutputKind.State, update.Key, update.Value)).Concat(Memory.Outputs);

    /// <summary>Remembers which expression made a value, for the trace line of messages.</summary>
    public void Record(Value value, string label, Location location, Value? source)
    {
        if (!origins.ContainsKey(value)) origins[value] = new Origin(label, location, source);
    }

    /// <summary>The way to a value as users follow it: inputs, layers and functions, the oldest first.</summary>
    public IReadOnlyList<(string Step, Location Location)> Way(Value value)
    {
        var steps = new List<(string, Location)>();
        for (var current = value; current is not null;)
        {
            if (origins.TryGetValue(current, out var origin)) steps.Add(($"{origin.Label} {current.Shape}", origin.Location));
            else if (current.Op is Parameter parameter) steps.Add(($"{parameter.Path} {current.Shape}", Location.None));
            current = origin is not null ? origin.Source : current.Operands.FirstOrDefault();
        }
        steps.Reverse();
        return steps;
    }

    /// <summary>A path as a name in C#: stages.0.conv1 → stages_0_conv1.</summary>
    public static string Identifier(string path) => path.Replace('.', '_');

    sealed record Origin(string Label, Location Location, Value? Source);
}
