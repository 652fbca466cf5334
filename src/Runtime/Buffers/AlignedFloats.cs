using System;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Zeroed floats that begin at a cache line and never move: emitted code keeps their address.</summary>
internal sealed unsafe class AlignedFloats
{
    const int Alignment = 64;

    readonly float[] array;
    readonly int first;

    public AlignedFloats(long length)
    {
        if (length > Array.MaxLength - Alignment) throw new ArgumentOutOfRangeException(nameof(length), length, $"More than {Array.MaxLength - Alignment} floats in one buffer.");

        Length = (int)length;
        array = GC.AllocateArray<float>(Length + Alignment / sizeof(float), pinned: true);
        var start = (nint)Unsafe.AsPointer(ref array[0]);
        Address = (start + Alignment - 1) / Alignment * Alignment;
        first = (int)(Address - start) / sizeof(float);
    }

    public int Length { get; }

    public nint Address { get; }

    public Span<float> Span => array.AsSpan(first, Length);

    public Memory<float> Memory => array.AsMemory(first, Length);
}
