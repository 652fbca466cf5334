using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace Sinter.Runtime;

/// <summary>
/// Memory for copies that a thread makes for itself and uses at once, small enough to stay in its cache. A thread gets the one that it had before, where nobody has taken
/// it; each has a huge page of its own, whose lines do not compete for the same places of the cache. They are kept as long as the process runs, one for each thread that computes at the same time.
/// </summary>
/// <remarks>
/// Beside <see cref="Execution.Scratch"/>: that is a kernel's own, as large as it says, and holds what lies between the products of a band, say, while they make their
/// copies. A kernel never gives it back, so there is one for every thread that ever ran one; copies are asked for by most programs, and given back.
/// </remarks>
internal static unsafe class Scratch
{
    /// <summary>Threads whose memory is kept, and from one to the next: a line of the cache, and the one that is fetched with it.</summary>
    const int Most = 64, Stride = 16;

    static readonly nint[] Kept = new nint[Most * Stride];

    /// <summary>Takes one of <see cref="ProductPlan.CopiedElements"/>, with anything in it.</summary>
    public static float* Rent()
    {
        var first = Environment.CurrentManagedThreadId;
        for (var i = 0; i < Most; i++)
        {
            ref var slot = ref Slot(first + i);
            if (Volatile.Read(ref slot) == 0) continue;
            var taken = Interlocked.Exchange(ref slot, 0);
            if (taken != 0) return (float*)taken;
        }
        var fresh = NativeMemory.AlignedAlloc((nuint)HugePages.Size, (nuint)HugePages.Size);
        HugePages.Ask((nint)fresh, HugePages.Size);
        return (float*)fresh;
    }

    /// <summary>Gives it back.</summary>
    public static void Return(float* scratch)
    {
        var first = Environment.CurrentManagedThreadId;
        for (var i = 0; i < Most; i++)
        {
            if (Interlocked.CompareExchange(ref Slot(first + i), (nint)scratch, 0) == 0) return;
        }
        NativeMemory.AlignedFree(scratch);
    }

    static ref nint Slot(int index) => ref Kept[index % Most * Stride];
}
