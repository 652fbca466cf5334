using System;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// The chunks of a run, in parts of neighbors: one for each thread of the team. A thread claims those of its own part, and then what others have left. What each thread writes again and again lies
/// on lines of the cache of its own.
/// </summary>
internal sealed class ChunkParts
{
    /// <summary>From one part to the next: a line of the cache, and the one that is fetched with it.</summary>
    const int Stride = 16;

    /// <summary>
    /// Of a part: its ticket, and how many chunks its thread has done. A ticket has the part's end in the high half and its next chunk in the low half: claiming is one compare-and-swap,
    /// and whoever succeeds has a chunk of the run that is open then.
    /// </summary>
    const int Ticket = 0, Done = 1;

    // The first line is that of the array's length, which all threads read.
    readonly long[] cells;

    public ChunkParts(int capacity) => cells = new long[(capacity + 1) * Stride];

    /// <summary>Parts that there may be.</summary>
    public int Capacity => cells.Length / Stride - 1;

    /// <summary>Begins a run. Nothing is left of the one before.</summary>
    public void Open(int chunks, int parts)
    {
        for (var part = 0; part < Capacity; part++) cells[At(part) + Done] = 0;
        for (var part = 0; part < parts; part++)
        {
            Volatile.Write(ref cells[At(part) + Ticket], (long)chunks * (part + 1) / parts << 32 | (long)chunks * part / parts);
        }
    }

    /// <summary>Whether a chunk is left that nobody has claimed.</summary>
    public bool HasAny()
    {
        for (var part = 0; part < Capacity; part++)
        {
            if (HasAny(part)) return true;
        }
        return false;
    }

    /// <summary>Whether a chunk is left of a member's own part.</summary>
    public bool HasAny(int member) => IsLeft(Volatile.Read(ref cells[At(member) + Ticket]));

    /// <summary>Claims a chunk, of the member's own part or else of the next that has any; −1: there is none.</summary>
    public int Claim(int member)
    {
        for (var looked = 0; looked < Capacity; looked++)
        {
            var chunk = ClaimOf(member);
            if (chunk >= 0) return chunk;
            if (++member == Capacity) member = 0;
        }
        return -1;
    }

    /// <summary>Says that the member has done a chunk.</summary>
    public void Finish(int member)
    {
        ref var done = ref cells[At(member) + Done];
        Volatile.Write(ref done, done + 1);
    }

    /// <summary>The chunks that are done.</summary>
    public long Finished()
    {
        var finished = 0L;
        for (var part = 0; part < Capacity; part++) finished += Volatile.Read(ref cells[At(part) + Done]);
        return finished;
    }

    static int At(int part) => (part + 1) * Stride;

    static bool IsLeft(long ticket) => (int)ticket < (int)(ticket >> 32);

    int ClaimOf(int part)
    {
        ref var ticket = ref cells[At(part) + Ticket];
        while (true)
        {
            var seen = Volatile.Read(ref ticket);
            if (!IsLeft(seen)) return -1;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) == seen) return (int)seen;
        }
    }
}
