using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Values that have no memory of their own but lie in the buffer of another: inside of a loop, everything that enters and leaves an iteration is a slice of a buffer outside, at an offset that
/// mentions the loop's counter.
/// </summary>
internal sealed class Slices
{
    readonly Dictionary<Value, Slice> slices = [];
    readonly Dictionary<Graph, string> counters = [];

    /// <param name="Offset">In elements, from the first one of the buffer.</param>
    public readonly record struct Slice(Value Buffer, Dim Offset);

    /// <summary>Says where a value lies.</summary>
    public void Place(Value value, Value buffer, Dim offset) => slices.Add(value, new Slice(buffer, offset));

    /// <summary>The buffer that holds a value's elements: its own, mostly.</summary>
    public Slice Find(Value value)
    {
        if (!slices.TryGetValue(value, out var slice)) return new Slice(value, Dim.Zero);
        var behind = Find(slice.Buffer);
        return behind with { Offset = behind.Offset + slice.Offset };
    }

    /// <summary>A counter for the loop over what this graph becomes. No extent and no loop variable is called so.</summary>
    public string CountedBy(Graph body) => counters[body] = $"t'{counters.Count + 1}";

    /// <summary>True for elements that a loop finds where they are at every iteration.</summary>
    /// <param name="value">What the kernels of the loop's body call it.</param>
    public bool IsInvariant(Value value, Dim offset) =>
        counters.TryGetValue(value.Graph, out var counter) && Find(value) is var slice && slice.Buffer.Graph != value.Graph && !(slice.Offset + offset).Mentions(counter);
}
