using System;
using System.ComponentModel;

namespace Sinter.Runtime;

/// <summary>
/// What a session keeps: one buffer with states and caches, laid out by the compiler, and the number of rows in the caches. Rows of a cache lie behind each other in the order in
/// which they came, so that a kernel reads them as a tensor; of a sliding window they move to the front when the buffer ends, once in as many
/// calls as the window has rows.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SessionMemory
{
    readonly SessionTensor[] tensors;
    readonly SessionLength[] lengths;
    readonly long[] positions;      // rows ever appended
    readonly int[] starts, counts;  // rows in the buffers: where they begin, how many there are
    AlignedFloats buffer;
    AlignedFloats? other;           // where a selection of sequences is put together

    /// <summary>Memory with the first contents.</summary>
    /// <param name="tensors">What the buffer holds.</param>
    /// <param name="lengths">What counts the rows of caches.</param>
    /// <param name="elements">Elements of the buffer.</param>
    /// <param name="batch">Sequences beside each other.</param>
    public SessionMemory(SessionTensor[] tensors, SessionLength[] lengths, long elements, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        (this.tensors, this.lengths, Batch) = (tensors, lengths, batch);
        (positions, starts, counts) = (new long[lengths.Length], new int[lengths.Length], new int[lengths.Length]);
        buffer = new AlignedFloats(elements);
        Reset();
    }

    /// <summary>Sequences beside each other.</summary>
    public int Batch { get; }

    /// <summary>Where the buffer begins.</summary>
    public nint Address => buffer.Address;

    /// <summary>Rows that a call sees beside its own: all that are there, or one less than a window has.</summary>
    public nint Rows(int length) => lengths[length].Slides ? Math.Min(counts[length], lengths[length].Capacity - 1) : counts[length];

    /// <summary>Where the rows that a call sees begin in each sequence's part of the buffer.</summary>
    public nint Start(int length) => starts[length] + counts[length] - Rows(length);

    /// <summary>Rows ever appended.</summary>
    public nint Position(int length) => (nint)positions[length];

    /// <summary>Rows that one call may append.</summary>
    public int Room(int length) => lengths[length].BufferRows - (int)Rows(length);

    /// <summary>The oldest rows leave when it is full.</summary>
    internal bool Slides(int length) => lengths[length].Slides;

    /// <summary>Makes room for a call's rows behind those that are there. Where the rows that it sees begin.</summary>
    /// <exception cref="InvalidOperationException">They do not fit.</exception>
    public nint Reserve(int length, nint rows)
    {
        if (rows > Room(length)) ThrowOverflow(length, rows);
        if (starts[length] + counts[length] + rows > lengths[length].BufferRows) MoveToFront(length);
        return Start(length);
    }

    /// <summary>Counts rows that a call has appended.</summary>
    public void Append(int length, nint rows)
    {
        positions[length] += rows;
        counts[length] += (int)rows;
    }

    /// <summary>As new.</summary>
    public void Reset()
    {
        Array.Clear(positions);
        Array.Clear(starts);
        Array.Clear(counts);
        foreach (var tensor in tensors)
        {
            // The rows of a cache are written before they are read.
            if (tensor.Length < 0) Elements(buffer, tensor).Fill(tensor.Initial);
        }
    }

    /// <summary>Takes over the contents of a session of the same model and batch; of caches, the rows in use.</summary>
    public void CopyFrom(SessionMemory source)
    {
        if (ReferenceEquals(source, this)) return;
        foreach (var tensor in tensors)
        {
            for (var sequence = 0; sequence < tensor.Sequences; sequence++) source.Used(tensor, sequence).CopyTo(Part(buffer, tensor, sequence, source.StartOf(tensor)));
        }
        source.positions.CopyTo(positions, 0);
        source.starts.CopyTo(starts, 0);
        source.counts.CopyTo(counts, 0);
    }

    /// <summary>Whether contents can be taken over from the other.</summary>
    internal bool Fits(SessionMemory source) => source.Batch == Batch && source.tensors.AsSpan().SequenceEqual(tensors) && source.lengths.AsSpan().SequenceEqual(lengths);

    /// <summary>Sequence i becomes a copy of what sequence parents[i] was.</summary>
    public void Select(ReadOnlySpan<int> parents)
    {
        other ??= new AlignedFloats(buffer.Length);
        foreach (var tensor in tensors)
        {
            for (var sequence = 0; sequence < tensor.Sequences; sequence++)
                Used(tensor, tensor.Sequences == 1 ? 0 : parents[sequence]).CopyTo(Part(other, tensor, sequence, StartOf(tensor)));
        }
        (buffer, other) = (other, buffer);
    }

    void MoveToFront(int length)
    {
        var (kept, start) = ((int)Rows(length), (int)Start(length));
        foreach (var tensor in tensors)
        {
            if (tensor.Length != length) continue;
            for (var sequence = 0; sequence < tensor.Sequences; sequence++)
                Part(buffer, tensor, sequence, start)[..(kept * tensor.RowLength)].CopyTo(Part(buffer, tensor, sequence, 0));
        }
        (starts[length], counts[length]) = (0, kept);
    }

    int StartOf(SessionTensor tensor) => tensor.Length < 0 ? 0 : starts[tensor.Length];

    /// <summary>The rows in use of one sequence.</summary>
    Span<float> Used(SessionTensor tensor, int sequence) =>
        Part(buffer, tensor, sequence, StartOf(tensor))[..((tensor.Length < 0 ? tensor.Rows : counts[tensor.Length]) * tensor.RowLength)];

    /// <summary>One sequence from a row on.</summary>
    static Span<float> Part(AlignedFloats memory, SessionTensor tensor, int sequence, int row) =>
        Elements(memory, tensor).Slice((sequence * tensor.Rows + row) * tensor.RowLength, (tensor.Rows - row) * tensor.RowLength);

    static Span<float> Elements(AlignedFloats memory, SessionTensor tensor) => memory.Span.Slice((int)tensor.Offset, checked((int)tensor.Elements));

    void ThrowOverflow(int length, nint rows)
    {
        var (name, capacity) = (lengths[length].Name, lengths[length].Capacity);
        throw new InvalidOperationException(lengths[length].Slides
            ? $"A window of {capacity} rows ({name}) takes at most {Room(length)} rows in one call, but {rows} came: give them in pieces."
            : $"The caches of {name} have room for {capacity} rows: {counts[length]} are there, and {rows} more do not fit. Reset the session, declare a larger capacity, or Overflow = Overflow.SlidingWindow.");
    }
}
