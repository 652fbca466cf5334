using System;

namespace Sinter;

/// <summary>Sequences of different lengths as one rectangle, each filled up behind its end. The same memory is used for every batch.</summary>
/// <typeparam name="T">What the sequences are made of: int for tokens, float for features.</typeparam>
public sealed class PaddedBatch<T>
    where T : unmanaged
{
    readonly T padding;
    readonly int width;
    T[] values = [];
    bool[] mask = [];
    int[] lengths = [];

    /// <summary>An empty batch.</summary>
    /// <param name="padding">What stands behind the end of a sequence.</param>
    /// <param name="width">The elements of a step.</param>
    public PaddedBatch(T padding = default, int width = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        (this.padding, this.width) = (padding, width);
    }

    /// <summary>The number of sequences.</summary>
    public int Count { get; private set; }

    /// <summary>The steps of the longest sequence, which all are filled up to.</summary>
    public int Steps { get; private set; }

    /// <summary>[count, steps, width].</summary>
    public ReadOnlySpan<T> Values => values.AsSpan(0, Count * Steps * width);

    /// <summary>[count, steps]: true where a sequence is, false where it was filled up.</summary>
    public ReadOnlySpan<bool> Mask => mask.AsSpan(0, Count * Steps);

    /// <summary>[count]: the steps that each sequence has.</summary>
    public ReadOnlySpan<int> Lengths => lengths.AsSpan(0, Count);

    /// <summary>Makes these sequences the batch. Allocates only for a batch that is larger than all before.</summary>
    /// <param name="sequences">Where the sequences are.</param>
    /// <param name="items">Which of them.</param>
    /// <param name="steps">To how many steps they are filled up or cut off; by default to the longest of them.</param>
    public void Gather(Sequences<T> sequences, ReadOnlySpan<int> items, int? steps = null)
    {
        if (sequences.Width != width) throw new ArgumentException($"A step of the sequences has {sequences.Width} elements, one of the batch {width}.", nameof(sequences));
        if (steps is { } given) ArgumentOutOfRangeException.ThrowIfNegative(given, nameof(steps));
        var longest = 0;
        foreach (var item in items) longest = Math.Max(longest, sequences.Length(item));
        Reserve(items.Length, steps ?? longest);

        (Count, Steps) = (items.Length, steps ?? longest);
        for (var i = 0; i < Count; i++)
        {
            lengths[i] = Math.Min(sequences.Length(items[i]), Steps);
            var row = values.AsSpan(i * Steps * width, Steps * width);
            sequences[items[i]][..(lengths[i] * width)].CopyTo(row);
            row[(lengths[i] * width)..].Fill(padding);
            mask.AsSpan(i * Steps, lengths[i]).Fill(true);
            mask.AsSpan(i * Steps + lengths[i], Steps - lengths[i]).Clear();
        }
    }

    /// <summary>Takes the memory for batches of this size at once.</summary>
    internal void Reserve(int count, int steps)
    {
        var size = checked(count * steps * width);
        if (values.Length < size) values = new T[size];
        if (mask.Length < count * steps) mask = new bool[count * steps];
        if (lengths.Length < count) lengths = new int[count];
    }
}
