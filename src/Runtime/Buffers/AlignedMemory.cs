using System;
using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>Zeroed four-byte elements that begin on a cache line and never move. Freed when nobody refers to them.</summary>
internal sealed unsafe class AlignedMemory : CriticalFinalizerObject
{
    const int Alignment = 64;

    public AlignedMemory(long elements)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        Elements = elements;
        var bytes = checked((nuint)Math.Max(elements, 1) * sizeof(float));
        Address = (nint)NativeMemory.AlignedAlloc(bytes, Alignment);
        NativeMemory.Clear((void*)Address, bytes);
        GC.AddMemoryPressure((long)bytes);
    }

    ~AlignedMemory()
    {
        if (Address == 0) return;
        NativeMemory.AlignedFree((void*)Address);
        GC.RemoveMemoryPressure(Math.Max(Elements, 1) * sizeof(float));
    }

    public long Elements { get; }

    public nint Address { get; }
}
