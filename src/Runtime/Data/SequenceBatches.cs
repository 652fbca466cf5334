using System;

namespace Sinter;

/// <summary>The batches of an epoch of sequences, filled up one at a time in the same memory.</summary>
/// <typeparam name="T">What the sequences are made of.</typeparam>
public sealed class SequenceBatches<T>
    where T : unmanaged
{
    readonly SequenceDataset<T> data;
    readonly BatchOrder order;
    readonly int? steps;
    readonly PaddedBatch<T> inputs;
    readonly PaddedBatch<int> targets;

    internal SequenceBatches(SequenceDataset<T> data, BatchOrder order, int size, int? steps, T padding, int targetPadding)
    {
        (this.data, this.order, this.steps) = (data, order, steps);
        inputs = new(padding, data.Inputs.Width);
        targets = new(targetPadding, data.Targets.Width);
        inputs.Reserve(size, steps ?? Longest(data.Inputs));
        targets.Reserve(size, Longest(data.Targets));
    }

    /// <summary>The number of batches.</summary>
    public int Count => order.Count;

    /// <summary>The batches passed. Setting it, before the loop, resumes an epoch.</summary>
    public int Position
    {
        get => order.Position;
        set => order.Position = value;
    }

    /// <summary>The batch that the loop is at.</summary>
    public SequenceBatch<T> Current => new(inputs, targets, order.Current);

    /// <summary>The rest of the epoch; it can be walked once.</summary>
    public SequenceBatches<T> GetEnumerator() => this;

    /// <summary>Gathers the next batch; false at the end.</summary>
    public bool MoveNext()
    {
        if (!order.MoveNext()) return false;

        inputs.Gather(data.Inputs, order.Current, steps);
        targets.Gather(data.Targets, order.Current);
        return true;
    }

    static int Longest<TElement>(Sequences<TElement> sequences)
        where TElement : unmanaged
    {
        var longest = 0;
        for (var i = 0; i < sequences.Count; i++) longest = Math.Max(longest, sequences.Length(i));
        return longest;
    }
}

/// <summary>Some sequences with what belongs to them. Valid until the loop goes on.</summary>
/// <typeparam name="T">What the sequences are made of.</typeparam>
public readonly ref struct SequenceBatch<T>
    where T : unmanaged
{
    internal SequenceBatch(PaddedBatch<T> inputs, PaddedBatch<int> targets, ReadOnlySpan<int> items)
    {
        Inputs = inputs;
        Targets = targets;
        Items = items;
    }

    /// <summary>The sequences: their values, mask and lengths.</summary>
    public PaddedBatch<T> Inputs { get; }

    /// <summary>The sequences that belong to them.</summary>
    public PaddedBatch<int> Targets { get; }

    /// <summary>[count]: the labels, of a data set that has one each.</summary>
    public ReadOnlySpan<int> Labels => Targets.Values;

    /// <summary>The sequences' numbers in the data set.</summary>
    public ReadOnlySpan<int> Items { get; }

    /// <summary>The number of sequences.</summary>
    public int Count => Inputs.Count;
}
