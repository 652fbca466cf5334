using System;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// The threads that share the chunks of a kernel. Each has a part of them, neighbors, and goes on with the parts of others when it has none left; the caller has the first part. So from kernel
/// to kernel a thread finds in its cache what it wrote, and only takes from others what they are late with. Idle workers spin for a moment and then sleep.
/// The caller waits for claimed chunks only, never for a worker that has claimed nothing, so that a busy machine costs no more than its share.
/// A run allocates nothing. A run inside a run, or while another thread has the team, goes through its chunks on its own thread.
/// </summary>
public static class ThreadTeam
{
    /// <summary>How long an idle worker spins before it sleeps: longer than the gaps between the kernels of one call, because waking takes some 30 µs.</summary>
    static readonly long SpinTicks = Stopwatch.Frequency / 5000;

    /// <summary>For how long the caller computes alone before threads are started: a program that runs a small model once is done by then, and to start a thread takes some 0.2 ms.</summary>
    static readonly long PatienceTicks = Stopwatch.Frequency / 250;

    /// <summary>The next chunk of a ticket that nobody can claim.</summary>
    const uint Closed = uint.MaxValue;

    /// <summary>From one ticket to the next: a line of the cache, and the one that is fetched with it.</summary>
    const int Stride = 16;

    static readonly object Gate = new();
    static readonly Job Current = new();

    /// <summary>
    /// One for each part of the chunks: epoch (the run's number) in the high half, the part's next unclaimed chunk in the low half. Claiming is one compare-and-swap, which fails once the
    /// run is over.
    /// </summary>
    static long[] tickets = ClosedTickets(1);
    static long epoch;
    static int busy;
    static int sleeping;
    static int workers;

    /// <summary>When the first run began that workers could have shared.</summary>
    static long firstRun;

    /// <summary>Runs chunks 0 … chunks − 1 of a kernel and returns when all are done. The first exception of a chunk is rethrown here.</summary>
    public static void Run(Kernel kernel, Execution run, int chunks)
    {
        if (chunks <= 1 || Compute.Threads == 1 || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (var chunk = 0; chunk < chunks; chunk++) kernel(run, chunk);
            return;
        }
        ExceptionDispatchInfo? failure;
        try
        {
            Current.Begin(kernel, run, chunks, Math.Min(Compute.Threads, chunks));
            Publish();
            do Start(Current.Parts - 1);
            while (ClaimAndRun(0));
            Current.Await();
        }
        finally
        {
            for (var part = 0; part < Current.Parts; part++) Volatile.Write(ref tickets[part * Stride], epoch << 32 | Closed);
            failure = Current.End();
            Volatile.Write(ref busy, 0);
        }
        failure?.Throw();
    }

    /// <summary>Lets workers that were surplus, or have become so, look at the team's size again.</summary>
    internal static void Resize() => Wake();

    static long[] ClosedTickets(int parts)
    {
        var tickets = new long[parts * Stride];
        Array.Fill(tickets, Closed);
        return tickets;
    }

    static void Publish()
    {
        if (tickets.Length < Current.Parts * Stride) Volatile.Write(ref tickets, ClosedTickets(Current.Parts));
        epoch++;
        for (var part = 0; part < Current.Parts; part++) Volatile.Write(ref tickets[part * Stride], epoch << 32 | (uint)Current.First(part));
        Interlocked.MemoryBarrier();        // whoever falls asleep now sees the tickets, or is seen
        if (Volatile.Read(ref sleeping) > 0) Wake();
    }

    static void Wake()
    {
        lock (Gate) Monitor.PulseAll(Gate);
    }

    /// <summary>Runs one chunk of the current run, if one is left to claim: of the thread's own part, or else of the next one that has any.</summary>
    static bool ClaimAndRun(int member)
    {
        var current = Volatile.Read(ref tickets);
        var parts = PartsOf(current);
        var part = member % parts;
        for (var i = 0; i < parts; i++)
        {
            var chunk = Claim(ref current[part * Stride], part);
            if (chunk >= 0)
            {
                Current.Run(chunk);
                return true;
            }
            part = part + 1 < parts ? part + 1 : 0;
        }
        return false;
    }

    /// <summary>A chunk of a part; −1: none is left.</summary>
    static int Claim(ref long ticket, int part)
    {
        while (true)
        {
            var seen = Volatile.Read(ref ticket);
            // What is read of the job between the two looks at the ticket belongs to its epoch, or the swap fails.
            if (!IsLeft(seen, part)) return -1;
            if (Interlocked.CompareExchange(ref ticket, seen + 1, seen) == seen) return (int)(uint)seen;
        }
    }

    static bool IsLeft(long ticket, int part) => (uint)ticket != Closed && (uint)ticket < (uint)Current.First(part + 1);

    // The job's, of which an array from before may have fewer.
    static int PartsOf(long[] tickets) => Math.Min(Current.Parts, tickets.Length / Stride);

    static bool HasWork(int index)
    {
        if (index >= Compute.Threads - 1) return false;
        var current = Volatile.Read(ref tickets);
        for (var part = PartsOf(current) - 1; part >= 0; part--)
        {
            if (IsLeft(Volatile.Read(ref current[part * Stride]), part)) return true;
        }
        return false;
    }

    /// <summary>Sees to it that there are so many workers. Only the thread that has the team comes here.</summary>
    static void Start(int count)
    {
        if (workers < count && IsFirstMoment()) return;
        while (workers < count)
        {
            var index = workers++;
            new Thread(() => Work(index)) { IsBackground = true, Name = $"Sinter worker {index}" }.Start();
        }
    }

    static bool IsFirstMoment()
    {
        if (workers > 0) return false;
        var now = Stopwatch.GetTimestamp();
        if (firstRun == 0) firstRun = now;
        return now - firstRun < PatienceTicks;
    }

    static void Work(int index)
    {
        while (true)
        {
            if (HasWork(index) && ClaimAndRun(index + 1)) continue;
            if (!Spin(index)) Sleep(index);
        }
    }

    static bool Spin(int index)
    {
        var until = Stopwatch.GetTimestamp() + SpinTicks;
        do
        {
            for (var i = 0; i < 16; i++)
            {
                if (HasWork(index)) return true;
                Thread.SpinWait(4);
            }
        }
        while (Stopwatch.GetTimestamp() < until);
        return false;
    }

    static void Sleep(int index)
    {
        lock (Gate)
        {
            Interlocked.Increment(ref sleeping);
            while (!HasWork(index)) Monitor.Wait(Gate);
            Interlocked.Decrement(ref sleeping);
        }
    }

    /// <summary>What is run. Written only while all tickets are closed.</summary>
    sealed class Job
    {
        Kernel? kernel;
        Execution? run;
        ExceptionDispatchInfo? failure;
        int done;
        int chunks;
        int parts = 1;

        /// <summary>Into how many parts the chunks are divided.</summary>
        public int Parts => Volatile.Read(ref parts);

        /// <summary>The first chunk of a part.</summary>
        public int First(int part) => (int)((long)Volatile.Read(ref chunks) * part / Parts);

        public void Begin(Kernel kernel, Execution run, int chunks, int parts)
        {
            this.kernel = kernel;
            this.run = run;
            done = 0;
            Volatile.Write(ref this.parts, parts);
            Volatile.Write(ref this.chunks, chunks);
        }

        public void Run(int chunk)
        {
            try
            {
                if (Volatile.Read(ref failure) is null) kernel!(run!, chunk);
            }
            catch (Exception e)
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
            }
            finally
            {
                Interlocked.Increment(ref done);
            }
        }

        public void Await()
        {
            var spinner = new SpinWait();
            while (Volatile.Read(ref done) < chunks) spinner.SpinOnce(sleep1Threshold: -1);
        }

        public ExceptionDispatchInfo? End()
        {
            kernel = null;
            run = null;
            return Interlocked.Exchange(ref failure, null);
        }
    }
}
