using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>What the kernels of a step are called and what they write, in the order of their numbers. Emitted code fills it in when a step has come to no finite number, and only then.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LaunchTable
{
    readonly List<(string Words, List<(int Slot, nint Length)> Writes)> launches = [];
    readonly List<(int Caller, string Name, nint Length)> inputs = [];

    internal IReadOnlyList<(string Words, List<(int Slot, nint Length)> Writes)> Launches => launches;

    internal IReadOnlyList<(int Caller, string Name, nint Length)> Inputs => inputs;

    /// <summary>The next launch.</summary>
    /// <param name="words">The kernel and what it computes.</param>
    public LaunchTable Launch(string words)
    {
        launches.Add((words, []));
        return this;
    }

    /// <summary>A buffer of floats that this launch writes.</summary>
    /// <param name="slot">The kernel's slot.</param>
    /// <param name="length">Elements.</param>
    public LaunchTable Writes(int slot, nint length)
    {
        launches[^1].Writes.Add((slot, length));
        return this;
    }

    /// <summary>A float input of the step.</summary>
    /// <param name="caller">Its place among the caller's spans.</param>
    /// <param name="name">Its name.</param>
    /// <param name="length">Elements.</param>
    public LaunchTable Input(int caller, string name, nint length)
    {
        inputs.Add((caller, name, length));
        return this;
    }
}
