using System;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// The chunks of a run, in parts of neighbors: one for each thread of the team. A thread claims those of its own part, and then what others have left. What each thread writes again and again lies
/// on lines of the cache of its own.
/// </summary>
internal sealed class ChunkParts
{
    /// <summary>The next chunk of a part of which nobody can claim any.</summary>
    const uint Closed = uint.MaxValue;

    /// <summary>From one part to the next: a line of the cache, and the one that is fetched with it.</summary>
    const int Stride = 16;

    /// <summary>
    /// Of a part: its ticket, its end, and how many chunks its thread has done. A ticket has the run's number in the high half and the part's next chunk in the low half: claiming is one
    /// compare-and-swap, which fails once the run is over.
    /// </summary>
    const int Ticket = 0, End = 1, Done = 2;

    // The first line is that of the array's length, which all threads read.
    readonly long[] cells;

    public ChunkParts(int capacity)
    {
        cells = new long[(capacity + 1) * Stride];
        for (var part = 0; part < capacity; part++) cells[At(part) + Ticket] = Closed;
    }

    /// <summary>Parts that there may be.</summary>
    public int Capacity => cells.Length / Stride - 1;

    /// <summary>Begins a run. All parts are closed before.</summary>
    public void Open(int chunks, int parts)
    {
        var run = (cells[At(0) + Ticket] >> 32) + 1;
        for (var part = 0; part < Capacity; part++) cells[At(part) + Done] = 0;
        for (var part = 0; part < parts; part++)
        {
            cells[At(part) + End] = (long)chunks * (part + 1) / parts;
            Volatile.Write(ref cells[At(part) + Ticket], run << 32 | (long)chunks * part / parts);
        }
    }

    /// <summary>Ends a run.</summary>
    public void Close()
    {
        var run = cells[At(0) + Ticket] >> 32;
        for (var part = 0; part < Capacity; part++) Volatile.Write(ref cells[At(part) + Ticket], run << 32 | Closed);
    }

    /// <summary>Whether a chunk is left that nobody has claimed.</summary>
    public bool HasAny()
    {
        for (var at = Stride; at < cells.Length; at += Stride)
        {
            if (IsLeft(Volatile.Read(ref cells[at + Ticket]), at)) return true;
        }
        return false;
    }

    /// <summary>Claims a chunk, of the member's own part or else of the next that has any; −1: there is none.</summary>
    public int Claim(int member)
    {
        var at = At(member % Capacity);
        for (var looked = Stride; looked < cells.Length; looked += Stride)
        {
            var chunk = ClaimAt(at);
            if (chunk >= 0) return chunk;
            at = at + Stride < cells.Length ? at + Stride : Stride;
        }
        return -1;
    }

    /// <summary>Says that a chunk is done.</summary>
    public void Finish(int member) => Interlocked.Increment(ref cells[At(member % Capacity) + Done]);

    /// <summary>The chunks that are done.</summary>
    public long Finished()
    {
        var finished = 0L;
        for (var at = Stride; at < cells.Length; at += Stride) finished += Volatile.Read(ref cells[at + Done]);
        return finished;
    }

    static int At(int part) => (part + 1) * Stride;

    int ClaimAt(int at)
    {
        ref var ticket = ref cells[at + Ticket];
        while (true)
        {
            var seen = Volatile.Read(ref ticket);
            // The end that is read between the two looks at the ticket belongs to its run, or the swap fails; after it, so does all that is known of the run.
            if (!IsLeft(seen, at)) return -1;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) == seen) return (int)(uint)seen;
        }
    }

    bool IsLeft(long ticket, int at) => (uint)ticket != Closed && (uint)ticket < Volatile.Read(ref cells[at + End]);
}
