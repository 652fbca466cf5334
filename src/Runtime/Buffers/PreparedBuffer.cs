using System;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>What depends on parameters and states alone (packed weights, folded normalization), computed once per version of them.</summary>
public sealed class PreparedBuffer
{
    readonly Lock gate = new();
    State state = new(0, Version: null, new AlignedMemory(0));

    /// <summary>
    /// The address of the buffer, filled by <paramref name="prepare"/> for this version of the parameters; it is also <paramref name="run"/>'s
    /// <see cref="Execution.Prepared"/> from now on. Any number of threads may come; one of them prepares.
    /// </summary>
    public nint Ensure(Execution run, int version, long elements, Action<Execution> prepare)
    {
        var ready = Volatile.Read(ref state);
        if (!ready.Serves(version, elements))
        {
            lock (gate)
            {
                ready = state;
                if (!ready.Serves(version, elements)) ready = Fill(run, version, elements, prepare);
            }
        }
        run.UsePrepared(ready.Memory);
        return ready.Memory.Address;
    }

    State Fill(Execution run, int version, long elements, Action<Execution> prepare)
    {
        // A new buffer, because calls with the old one may still be running.
        var memory = new AlignedMemory(elements);
        run.UsePrepared(memory);
        prepare(run);
        var filled = new State(elements, version, memory);
        Volatile.Write(ref state, filled);
        return filled;
    }

    sealed record State(long Elements, int? Version, AlignedMemory Memory)
    {
        public bool Serves(int version, long elements) => Version == version && Elements >= elements;
    }
}
