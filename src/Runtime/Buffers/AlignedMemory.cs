using System;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>Zeroed four-byte elements that begin on a cache line, large ones on a huge page, and never move. Freed when nobody refers to them.</summary>
internal sealed unsafe class AlignedMemory : CriticalFinalizerObject
{
    const int CacheLine = 64;

    readonly nint start;

    public AlignedMemory(long elements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        Elements = elements;
        var isLarge = Bytes >= HugePages.Worthwhile;
        var alignment = isLarge ? HugePages.Size : CacheLine;
        var whole = (Bytes + alignment - 1) / alignment * alignment;
        // Aligned by hand: pages fresh from the system are zero, and only this way of asking does not touch them.
        start = (nint)NativeMemory.AllocZeroed(checked((nuint)(whole + alignment)));
        Address = (start + alignment - 1) / alignment * alignment;
        if (isLarge) HugePages.Ask(Address, checked((nint)whole));
        GC.AddMemoryPressure(Bytes);
    }

    ~AlignedMemory()
    {
        if (start == 0) return;
        NativeMemory.Free((void*)start);
        GC.RemoveMemoryPressure(Bytes);
    }

    public long Elements { get; }

    public nint Address { get; }

    long Bytes => checked(Math.Max(Elements, 1) * sizeof(float));
}
