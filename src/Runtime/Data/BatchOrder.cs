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
        : this(Ordered(count, shuffle, seed, epoch), size, dropLast)
    {
    }

    BatchOrder(int[] order, int size, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        (this.order, this.size) = (order, size);
        Count = dropLast ? order.Length / size : (int)(((long)order.Length + size - 1) / size);
    }

    /// <summary>
    /// A shuffled order of sequences whose batches hold ones of about the same length, so that little is padded: some hundred batches at a time are sorted by length, then the batches are
    /// shuffled. One with fewer items stays last.
    /// </summary>
    /// <param name="lengths">The length of each item.</param>
    /// <param name="size">The items of a batch; the last may have fewer.</param>
    /// <param name="seed">What the order depends on, beside the epoch.</param>
    /// <param name="epoch">The pass over the items.</param>
    /// <param name="dropLast">Leaves out a last batch with fewer items.</param>
    public static BatchOrder ByLength(ReadOnlySpan<int> lengths, int size, int seed = 0, int epoch = 0, bool dropLast = false)
    {
        const int pool = 100;
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        var shuffled = Ordered(lengths.Length, shuffle: true, seed, epoch);
        var keys = new long[lengths.Length];
        for (var i = 0; i < keys.Length; i++) keys[i] = (long)lengths[shuffled[i]] << 32 | (uint)i;   // of equal lengths, the order stays
        for (long start = 0; start < keys.Length; start += (long)pool * size)
        {
            var (at, count) = ((int)start, (int)Math.Min((long)pool * size, keys.Length - start));
            Array.Sort(keys, shuffled, at, count);
        }

        var batches = Ordered(lengths.Length / size, shuffle: true, seed, ~epoch);
        var order = (int[])shuffled.Clone();
        for (var batch = 0; batch < batches.Length; batch++) shuffled.AsSpan(batches[batch] * size, size).CopyTo(order.AsSpan(batch * size));
        return new(order, size, dropLast);
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

    static int[] Ordered(int count, bool shuffle, int seed, int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++) order[i] = i;
        if (shuffle) new PhiloxRandom(RandomKey.Of(RandomPurpose.Shuffle, seed), stream: epoch).Shuffle(order.AsSpan());
        return order;
    }
}
