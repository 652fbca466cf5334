using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// The arguments of a traced call by parameter name: values for tensors, and for the rest what the tracer computed: <see cref="Dim"/> for
/// every int, double for floats, bool, string, <c>Dim[]</c>, <c>double[]</c>, the member's name for an enum. Left-out and null
/// arguments are absent.
/// </summary>
internal sealed class CallArguments(Graph graph, bool training, IReadOnlyDictionary<string, object> arguments)
{
    public Graph Graph { get; } = graph;

    /// <summary>True inside a [Loss] method: dropout drops, batch norm uses the batch.</summary>
    public bool Training { get; } = training;

    public bool Has(string name) => arguments.ContainsKey(name);

    public Value Tensor(string name) => arguments.TryGetValue(name, out var value) ? (Value)value : throw new ShapeException($"'{name}' is not given.");

    public Value? OptionalTensor(string name) => arguments.TryGetValue(name, out var value) ? (Value)value : null;

    public Value[] Tensors(string name) => (Value[])arguments[name];

    public Dim Dim(string name, Dim? whenAbsent = null) => arguments.TryGetValue(name, out var value) ? (Dim)value : whenAbsent ?? throw Missing(name);

    /// <summary>An int that must be a plain number: an axis, a kernel size.</summary>
    public int Int(string name, int? whenAbsent = null) =>
        arguments.TryGetValue(name, out var value) ? Plain(name, (Dim)value) : whenAbsent ?? throw Missing(name);

    public double Float(string name, double? whenAbsent = null) =>
        arguments.TryGetValue(name, out var value) ? (double)value : whenAbsent ?? throw Missing(name);

    public bool Bool(string name, bool whenAbsent = false) => arguments.TryGetValue(name, out var value) ? (bool)value : whenAbsent;

    public string Text(string name, string whenAbsent) => arguments.TryGetValue(name, out var value) ? (string)value : whenAbsent;

    public Dim[]? Dims(string name) => arguments.TryGetValue(name, out var value) ? (Dim[])value : null;

    public int[]? Ints(string name) => Dims(name)?.Select(d => Plain(name, d)).ToArray();

    public double[]? Floats(string name) => arguments.TryGetValue(name, out var value) ? (double[])value : null;

    /// <summary>The settings of a layer as the arguments of a function: properties' names begin in lower case, and tensors (null: left out) come with them.</summary>
    public CallArguments AsCall(Graph graph, params (string Name, Value? Tensor)[] tensors)
    {
        var all = arguments.ToDictionary(argument => char.ToLowerInvariant(argument.Key[0]) + argument.Key.Substring(1), argument => argument.Value);
        foreach (var (name, tensor) in tensors)
        {
            if (tensor is null) all.Remove(name);
            else all[name] = tensor;
        }
        return new CallArguments(graph, Training, all);
    }

    static int Plain(string name, Dim dim) =>
        dim.Constant is { } constant ? checked((int)constant) : throw new ShapeException($"'{name}' must be a plain number, but is {dim}.");

    static Exception Missing(string name) => new ArgumentException($"The argument '{name}' is missing.");
}
