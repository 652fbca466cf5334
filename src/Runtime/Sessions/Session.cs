using System;
using System.ComponentModel;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// One caller's memory of a model: the caches and states that [Forward] methods read and write, kept from call to call. Any number of sessions share the parameters of a
/// model and may run at once; one session is used by one thread at a time. The generated class adds the entry points.
/// </summary>
public abstract class Session
{
    readonly SessionMemory memory;

    /// <summary>A session with this memory.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Session(SessionMemory memory, int length) => (this.memory, Length) = (memory, length);

    /// <summary>Sequences that the session keeps beside each other.</summary>
    public int Batch => memory.Batch;

    /// <summary>Rows that were appended to the caches since the last <see cref="Reset"/>, those that a window has left behind included; 0 when the model has no caches.</summary>
    public long Position => Length < 0 ? 0 : memory.Position(Length);

    /// <summary>Rows that the next call may append to the caches: of caches that do not slide, what is left of their capacity.</summary>
    public int Room => Length < 0 ? int.MaxValue : memory.Room(Length);

    /// <summary>A call beyond the capacity drops the oldest rows, instead of being refused.</summary>
    internal bool Slides => Length >= 0 && memory.Slides(Length);

    /// <summary>Which length <see cref="Position"/> is about; −1 when there are no caches.</summary>
    int Length { get; }

    /// <summary>Empties the caches and gives states their first content.</summary>
    public void Reset() => memory.Reset();

    /// <summary>Takes over what another session of the model keeps. Of caches only the rows in use are copied; nothing is allocated.</summary>
    /// <exception cref="ArgumentException">The other session is of another model or batch.</exception>
    public void CopyFrom(Session other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || !memory.Fits(other.memory))
            throw new ArgumentException($"A session of {GetType()} with a batch of {Batch} cannot take over one of {other.GetType()} with a batch of {other.Batch}.", nameof(other));
        memory.CopyFrom(other.memory);
    }

    /// <summary>Sequence i becomes a copy of what sequence <paramref name="parents"/>[i] was: hypotheses of a beam search go on from the best of the last step.</summary>
    /// <param name="parents">One per sequence, each from 0 to <see cref="Batch"/> − 1. What all sequences share (a cache without a batch) stays.</param>
    /// <exception cref="ArgumentException">There is not one per sequence, or one is no sequence.</exception>
    public void Select(ReadOnlySpan<int> parents)
    {
        Arguments.Length(parents.Length, Batch, nameof(parents), "[batch]");
        Arguments.Indices(parents, Batch, nameof(parents));
        memory.Select(parents);
    }

    /// <summary>A session of its own that goes on from here.</summary>
    public abstract Session Fork();
}
