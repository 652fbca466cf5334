using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
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

    /// <summary>How often the caller looks whether the others are done before it lets other threads run: some microseconds.</summary>
    const int QuickLooks = 128;

    static readonly object Gate = new();
    static readonly Job Current = new();

    /// <summary>
    /// A part for each worker and the caller, at least. Replaced by a larger one while nothing is left to claim, so that whoever still looks at an old one finds nothing there.
    /// </summary>
    static ChunkParts parts = new(1);
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
        var published = 0;
        ExceptionDispatchInfo? failure;
        try
        {
            Current.Begin(kernel, run);
            var members = Math.Min(Compute.Threads, chunks);
            Publish(chunks, members);
            published = chunks;
            do Start(members - 1);
            while (ClaimAndRun(0));
        }
        finally
        {
            // Also where no thread could be started.
            while (ClaimAndRun(0)) { }
            Await(published);
            failure = Current.End();
            Volatile.Write(ref busy, 0);
        }
        failure?.Throw();
    }

    /// <summary>Lets workers that were surplus, or have become so, look at the team's size again.</summary>
    internal static void Resize() => Wake();

    static void Publish(int chunks, int members)
    {
        if (parts.Capacity < members) Volatile.Write(ref parts, new ChunkParts(members));
        parts.Open(chunks, members);
        Interlocked.MemoryBarrier();        // whoever falls asleep now sees the chunks, or is seen
        if (Volatile.Read(ref sleeping) > 0) Wake();
    }

    static void Await(int chunks)
    {
        for (var looks = 0; parts.Finished() < chunks; looks++)
        {
            if (looks < QuickLooks) Thread.SpinWait(1);
            else Thread.Yield();
        }
    }

    static void Wake()
    {
        lock (Gate) Monitor.PulseAll(Gate);
    }

    /// <summary>Runs one chunk of the current run, if one is left to claim.</summary>
    static bool ClaimAndRun(int member)
    {
        if (member > 0) Current.Ask();
        var current = Volatile.Read(ref parts);
        var chunk = current.Claim(member);
        if (chunk < 0) return false;
        Current.Run(chunk);
        current.Finish(member);
        return true;
    }

    static bool IsWanted(int index) => index < Compute.Threads - 1;

    static bool HasWork(int index) => IsWanted(index) && Volatile.Read(ref parts).HasAny();

    static bool HasWorkOfItsOwn(int index) => IsWanted(index) && Volatile.Read(ref parts).HasAny(index + 1);

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
            if (IsWanted(index) && ClaimAndRun(index + 1)) continue;
            if (!Spin(index)) Sleep(index);
        }
    }

    static bool Spin(int index)
    {
        var until = Stopwatch.GetTimestamp() + SpinTicks;
        do
        {
            // Lines of the cache that others write are taken from them by looking.
            for (var i = 0; i < 16; i++)
            {
                if (HasWorkOfItsOwn(index)) return true;
                Thread.SpinWait(1);
            }
            if (HasWork(index)) return true;
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

    /// <summary>What is run. Written only while nothing is left to claim.</summary>
    sealed unsafe class Job
    {
        Kernel? kernel;
        Execution? run;
        ExceptionDispatchInfo? failure;

        /// <summary>Asks for it ahead of time: it was written on another core.</summary>
        public void Ask() => Prefetch.Line((float*)Unsafe.AsPointer(ref kernel));

        public void Begin(Kernel kernel, Execution run) => (this.kernel, this.run) = (kernel, run);

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
        }

        public ExceptionDispatchInfo? End()
        {
            var thrown = failure;
            (kernel, run, failure) = (null, null, null);
            return thrown;
        }
    }
}
