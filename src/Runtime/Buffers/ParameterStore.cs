using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.IO;
using System.Linq;
using System.Threading;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The parameters and states of a model: two flat buffers, laid out by the compiler, so that an optimizer step, a norm or a checkpoint is one pass over one span.
/// Each tensor begins at a cache line; what lies between tensors is 0 and means nothing.
/// </summary>
public sealed class ParameterStore
{
    const int Alignment = 16;

    readonly AlignedFloats parameters, states;
    readonly Dictionary<string, Memory<float>> tensors = [];
    readonly ParameterEntry[] entries;
    int version;

    /// <summary>Buffers for these tensors, all 0.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterStore(ParameterEntry[] parameters, ParameterEntry[] states)
    {
        ParameterEntries = parameters;
        StateEntries = states;
        entries = [.. parameters, .. states];
        this.parameters = Allocate(parameters);
        this.states = Allocate(states);
    }

    /// <summary>All parameters, in one buffer.</summary>
    public Span<float> Parameters => parameters.Span;

    /// <summary>All states, in one buffer.</summary>
    public Span<float> States => states.Span;

    /// <summary>Where <see cref="Parameters"/> begins.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public nint ParameterAddress => parameters.Address;

    /// <summary>Where <see cref="States"/> begins.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public nint StateAddress => states.Address;

    /// <summary>The tensors that are learned, in declaration order.</summary>
    public IReadOnlyList<ParameterEntry> ParameterEntries { get; }

    /// <summary>The tensors that are kept but not learned.</summary>
    public IReadOnlyList<ParameterEntry> StateEntries { get; }

    /// <summary>All tensors: parameters, then states.</summary>
    public IReadOnlyList<ParameterEntry> Entries => entries;

    /// <summary>Rises whenever parameters or states change: what was computed from them (packed weights) is then computed anew.</summary>
    public int Version => Volatile.Read(ref version);

    /// <summary>The elements of one tensor, in row-major order. After writing to them, call <see cref="MarkChanged"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is no such tensor.</exception>
    public Span<float> this[string name] => tensors.TryGetValue(name, out var tensor) ? tensor.Span : throw Unknown(name);

    /// <summary>Says that parameters or states were written to.</summary>
    public void MarkChanged() => Interlocked.Increment(ref version);

    /// <summary>
    /// Draws all parameters and states anew. An element depends on the seed, its tensor's number and its own, and on nothing else; so it is the same on any machine and any number of threads.
    /// </summary>
    public void Initialize(int seed)
    {
        for (var i = 0; i < entries.Length; i++)
            Initialization.Fill(this[entries[i].Name], entries[i], RandomKey.Of(RandomPurpose.Initialization, seed), stream: i);
        MarkChanged();
    }

    /// <summary>Writes parameters and states to a safetensors file with PyTorch's names and shapes. The file is replaced only when all is written.</summary>
    public void Save(string path) => SafetensorsWriter.Write(path, Tensors);

    /// <summary>Reads parameters and states from a safetensors file; nothing is changed unless all tensors fit.</summary>
    /// <exception cref="SafetensorsException">The file is damaged, or its tensors are not this model's: all differences are named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public void Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        file.ReadAll(Tensors, isEmpty: Version == 0);
        MarkChanged();
    }

    /// <summary>All tensors, to be written or read.</summary>
    internal IEnumerable<NamedTensor> Tensors => entries.Select(entry => new NamedTensor(entry.Name, entry.Shape, tensors[entry.Name]));

    AlignedFloats Allocate(ParameterEntry[] group)
    {
        var end = group.Select(entry => entry.Offset + entry.Length).DefaultIfEmpty(0).Max();
        var buffer = new AlignedFloats((end + Alignment - 1) / Alignment * Alignment);
        foreach (var entry in group)
        {
            if (!tensors.TryAdd(entry.Name, buffer.Memory.Slice((int)entry.Offset, entry.Length)))
                throw new ArgumentException($"Two tensors are called '{entry.Name}'.");
        }
        return buffer;
    }

    KeyNotFoundException Unknown(string name)
    {
        var near = tensors.Keys.OrderBy(known => EditDistance.Between(name, known)).Take(3);
        return new($"The model has no tensor '{name}'. Nearest: {string.Join(", ", near)}.");
    }
}
