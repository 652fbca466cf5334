using System;
using System.Linq;

namespace Sinter;

/// <summary>Sequences, and what belongs to each: a label, or another sequence (a translation, a transcript).</summary>
/// <typeparam name="T">What the sequences are made of: int for tokens, float for features.</typeparam>
public sealed class SequenceDataset<T>
    where T : unmanaged
{
    /// <summary>Sequences and the sequence that belongs to each.</summary>
    public SequenceDataset(Sequences<T> inputs, Sequences<int> targets)
    {
        if (inputs.Count != targets.Count) throw new ArgumentException($"{inputs.Count} sequences, but {targets.Count} targets.", nameof(targets));
        (Inputs, Targets) = (inputs, targets);
    }

    /// <summary>Sequences with a label each.</summary>
    public SequenceDataset(Sequences<T> inputs, ReadOnlySpan<int> labels)
        : this(inputs, OneEach(labels))
    {
    }

    /// <summary>The number of sequences.</summary>
    public int Count => Inputs.Count;

    /// <summary>The sequences.</summary>
    public Sequences<T> Inputs { get; }

    /// <summary>What belongs to them; labels are sequences of one step.</summary>
    public Sequences<int> Targets { get; }

    /// <summary>The epochs begun: what <see cref="Batches"/> takes when it is given none. Setting it resumes a run.</summary>
    public int Epoch { get; set; }

    /// <summary>
    /// An epoch in batches: <c>foreach (var batch in data.Batches(64, shuffle: true, byLength: true))</c>. The order depends on seed and epoch alone. A batch is valid until the next; none allocates.
    /// </summary>
    /// <param name="size">The sequences of a batch; the last may have fewer.</param>
    /// <param name="shuffle">In random order.</param>
    /// <param name="seed">What the order depends on, beside the epoch.</param>
    /// <param name="epoch">The pass over the sequences; by default the next: <see cref="Epoch"/>, which then rises.</param>
    /// <param name="dropLast">Leaves out a last batch with fewer sequences.</param>
    /// <param name="byLength">Puts inputs of about the same length together, in random order: <see cref="BatchOrder.ByLength"/>.</param>
    /// <param name="steps">To how many steps inputs are filled up or cut off; by default to the longest of the batch.</param>
    /// <param name="padding">What inputs are filled up with.</param>
    /// <param name="targetPadding">What targets are filled up with.</param>
    public SequenceBatches<T> Batches(
        int size, bool shuffle = false, int seed = 0, int? epoch = null, bool dropLast = false, bool byLength = false, int? steps = null, T padding = default, int targetPadding = 0)
    {
        var current = epoch ?? Epoch++;
        var order = byLength ? BatchOrder.ByLength(Lengths(), size, seed, current, dropLast) : new BatchOrder(Count, size, shuffle, seed, current, dropLast);
        return new(this, order, Math.Min(size, Count), steps, padding, targetPadding);
    }

    /// <summary>The sequences whose number is chosen, and the rest: <c>Split(item => item % 10 != 0)</c>.</summary>
    public (SequenceDataset<T> First, SequenceDataset<T> Second) Split(Func<int, bool> first)
    {
        var chosen = Enumerable.Range(0, Count).ToLookup(first);
        return (Select([.. chosen[true]]), Select([.. chosen[false]]));
    }

    /// <summary>A random part of the sequences, and the rest.</summary>
    public (SequenceDataset<T> First, SequenceDataset<T> Second) Split(double fraction, int seed)
    {
        if (!(fraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is from 0 to 1.");
        var order = new BatchOrder(Count, int.MaxValue, shuffle: true, seed);
        ReadOnlySpan<int> items = order.MoveNext() ? order.Current : [];
        var count = (int)Math.Round(fraction * Count);
        return (Select(items[..count]), Select(items[count..]));
    }

    SequenceDataset<T> Select(ReadOnlySpan<int> items) => new(Inputs.Select(items), Targets.Select(items));

    int[] Lengths() => [.. Enumerable.Range(0, Count).Select(Inputs.Length)];

    static Sequences<int> OneEach(ReadOnlySpan<int> labels)
    {
        var sequences = new Sequences<int>();
        foreach (var label in labels) sequences.Add([label]);
        return sequences;
    }
}
