using System;

namespace Sinter;

/// <summary>
/// Sequences of different lengths, one behind the other in one array: texts as tokens, recordings as features. A step of a sequence is one element, or as many as the width says.
/// </summary>
/// <typeparam name="T">What they are made of: int for tokens, float for features.</typeparam>
public sealed class Sequences<T>
    where T : unmanaged
{
    T[] elements = [];
    int[] ends = [];

    /// <summary>No sequences yet.</summary>
    /// <param name="width">The elements of a step.</param>
    public Sequences(int width = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        Width = width;
    }

    /// <summary>The elements of a step.</summary>
    public int Width { get; }

    /// <summary>The number of sequences.</summary>
    public int Count { get; private set; }

    /// <summary>The elements of a sequence: [steps, width].</summary>
    public ReadOnlySpan<T> this[int item] => elements.AsSpan(Start(item), Length(item) * Width);

    /// <summary>All elements, one sequence behind the other: a stream to cut windows from.</summary>
    public ReadOnlySpan<T> Elements => elements.AsSpan(0, Start(Count));

    /// <summary>The number of steps of a sequence.</summary>
    public int Length(int item)
    {
        if ((uint)item >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(item), item, $"There are {Count} sequences.");
        return (ends[item] - Start(item)) / Width;
    }

    /// <summary>Adds a sequence behind the others.</summary>
    /// <param name="sequence">[steps, width].</param>
    public void Add(ReadOnlySpan<T> sequence)
    {
        if (sequence.Length % Width != 0) throw new ArgumentException($"{sequence.Length} elements are no whole number of steps of {Width}.", nameof(sequence));

        var start = Start(Count);
        var end = checked(start + sequence.Length);
        if (end > elements.Length) Array.Resize(ref elements, (int)Math.Min(Array.MaxLength, Math.Max(end, 2L * elements.Length)));
        if (Count == ends.Length) Array.Resize(ref ends, Math.Max(16, 2 * ends.Length));
        sequence.CopyTo(elements.AsSpan(start));
        ends[Count++] = end;
    }

    /// <summary>Removes all sequences; their memory is used again.</summary>
    public void Clear() => Count = 0;

    /// <summary>Some of the sequences, as a collection of their own.</summary>
    public Sequences<T> Select(ReadOnlySpan<int> items)
    {
        var selected = new Sequences<T>(Width);
        foreach (var item in items) selected.Add(this[item]);
        return selected;
    }

    int Start(int item) => item == 0 ? 0 : ends[item - 1];
}
