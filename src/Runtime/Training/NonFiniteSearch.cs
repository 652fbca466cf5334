using System;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>Looks at what each kernel has written, until one has written a number that is not finite.</summary>
internal sealed unsafe class NonFiniteSearch(LaunchTable table, ParameterStore store)
{
    /// <summary>The kernel in the model's words; null while all is finite.</summary>
    public string? Operation { get; private set; }

    /// <summary>What it read that was not finite; null when it made the number of finite ones.</summary>
    public string? Cause { get; private set; }

    /// <summary>After a launch.</summary>
    /// <param name="run">The call that is repeated.</param>
    /// <param name="number">Which launch of the table it is.</param>
    /// <param name="buffers">By slot.</param>
    public void Look(Execution run, int number, ReadOnlySpan<nint> buffers)
    {
        if (Operation is not null) return;
        var (words, writes) = table.Launches[number];
        foreach (var (slot, length) in writes)
        {
            if (Find(buffers[slot], length) < 0) continue;
            Operation = words;
            foreach (var buffer in buffers) Cause ??= CauseAt(run, buffer);
            return;
        }
    }

    // What is no result of a kernel: an input, a parameter, a state.
    string? CauseAt(Execution run, nint address)
    {
        foreach (var (caller, name, length) in table.Inputs)
        {
            if (address == run.Caller(caller) && Find(address, length) is >= 0 and var at) return Described($"input {name}", address, at);
        }
        return CauseIn("parameter", store.ParameterAddress, store.Parameters.Length, store.ParameterEntries, address)
            ?? CauseIn("state", store.StateAddress, store.States.Length, store.StateEntries, address);
    }

    static string? CauseIn(string kind, nint start, int length, System.Collections.Generic.IEnumerable<ParameterEntry> entries, nint address)
    {
        var offset = (address - start) / sizeof(float);
        if (address < start || offset >= length) return null;
        var entry = entries.Last(entry => entry.Offset <= offset);
        var first = start + (nint)entry.Offset * sizeof(float);
        return Find(first, entry.Length) is >= 0 and var at ? Described($"{kind} {entry.Name}", first, at) : null;
    }

    static string Described(string name, nint address, int at) => FormattableString.Invariant($"{name}, which holds {((float*)address)[at]} at element {at}");

    static int Find(nint address, nint length)
    {
        var values = new ReadOnlySpan<float>((void*)address, checked((int)length));
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) return i;
        }
        return -1;
    }
}
