using System;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Zeroed floats that begin at a cache line, many of them on a huge page, and never move: emitted code keeps their address. They are the garbage collector's, so that a span over them keeps them alive.
/// </summary>
internal sealed unsafe class AlignedFloats
{
    const int CacheLine = 64;

    readonly float[] array;
    readonly int first;

    public AlignedFloats(long length)
    {
        if (length > Array.MaxLength - 2 * HugePages.Size) throw new ArgumentOutOfRangeException(nameof(length), length, $"More than {Array.MaxLength - 2 * HugePages.Size} floats in one buffer.");

        Length = (int)length;
        var isLarge = HugePages.IsKnown && length * sizeof(float) >= HugePages.Worthwhile;
        var alignment = isLarge ? HugePages.Size : CacheLine;
        // Room for whole pages: what is not used of it is never touched.
        var whole = isLarge ? (nint)(length * sizeof(float) + alignment - 1) / alignment * alignment : (nint)length * sizeof(float);
        array = GC.AllocateArray<float>((int)((whole + alignment) / sizeof(float)), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref array[0]);
        Address = (start + alignment - 1) / alignment * alignment;
        first = (int)(Address - start) / sizeof(float);
        if (isLarge) HugePages.Ask(Address, whole);
    }

    public int Length { get; }

    public nint Address { get; }

    public Span<float> Span => array.AsSpan(first, Length);

    public Memory<float> Memory => array.AsMemory(first, Length);
}
