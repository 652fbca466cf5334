using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The items of an epoch in batches, each item once, as item numbers: <c>foreach (var items in new BatchOrder(count, 64))</c>. A shuffled order depends on seed and epoch alone.
/// </summary>
public sealed class BatchOrder
{
    readonly int[] order;
    readonly int size;

    /// <summary>An order of <paramref name="count"/> items.</summary>
    /// <param name="count">The number of items.</param>
    /// <param name="size">The items of a batch; the last may have fewer.</param>
    /// <param name="shuffle">In random order.</param>
    /// <param name="seed">What the order depends on, beside the epoch.</param>
    /// <param name="epoch">The pass over the items.</param>
    /// <param name="dropLast">Leaves out a last batch with fewer items.</param>
    public BatchOrder(int count, int size, bool shuffle = false, int seed = 0, int epoch = 0, bool dropLast = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        this.size = size;
        order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        if (shuffle) new PhiloxRandom(RandomKey.Of(RandomPurpose.Shuffle, seed), stream: epoch).Shuffle(order.AsSpan());
        Count = dropLast ? count / size : (int)(((long)count + size - 1) / size);
    }

    /// <summary>The number of batches.</summary>
    public int Count { get; }

    /// <summary>The batches passed. Setting it, before the loop, resumes an epoch.</summary>
    public int Position { get; set; }

    /// <summary>The items of the batch that the loop is at.</summary>
    public ReadOnlySpan<int> Current => order.AsSpan((Position - 1) * size, Math.Min(size, order.Length - (Position - 1) * size));

    /// <summary>The rest of the epoch; it can be walked once.</summary>
    public BatchOrder GetEnumerator() => this;

    /// <summary>Goes to the next batch; false at the end.</summary>
    public bool MoveNext()
    {
        if (Position >= Count) return false;
        Position++;
        return true;
    }
}
