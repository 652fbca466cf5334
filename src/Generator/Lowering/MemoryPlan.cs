using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>A buffer of the arena: from the launch that writes it first to the one that reads it last, it is its own.</summary>
/// <param name="Key">The value, or the packed copy of one.</param>
internal sealed record ArenaBuffer(object Key, Dim Size, int First, int Last);

/// <summary>
/// Offsets for buffers so that no two that are live at once overlap: liveness coloring into slots. A slot is as large as its largest buffer, which may be
/// a maximum over symbolic extents; the arena is the slots, one after the other.
/// </summary>
internal sealed class MemoryPlan
{
    // What a symbolic extent counts as when sizes are compared; any choice is correct.
    const long NominalExtent = 64;

    // Elements: a cache line, the widest vector.
    const int Alignment = 16;

    readonly Dictionary<object, Dim> offsets = [];

    sealed class Slot
    {
        public Dim Size { get; set; } = Dim.Zero;

        public int BusyUntil { get; set; } = -1;

        public List<object> Buffers { get; } = [];
    }

    public MemoryPlan(IEnumerable<ArenaBuffer> buffers)
    {
        var slots = new List<Slot>();
        foreach (var buffer in buffers.OrderBy(b => b.First).ThenByDescending(b => Nominal(b.Size)))
        {
            var size = Aligned(buffer.Size);
            var slot = slots.Where(s => s.BusyUntil < buffer.First).OrderBy(s => Waste(s.Size, size)).FirstOrDefault();
            if (slot is null) slots.Add(slot = new Slot());
            slot.Size = Dim.Max(slot.Size, size);
            slot.BusyUntil = buffer.Last;
            slot.Buffers.Add(buffer.Key);
        }
        foreach (var slot in slots)
        {
            foreach (var buffer in slot.Buffers) offsets[buffer] = Size;
            Size += slot.Size;
        }
    }

    /// <summary>Elements in all.</summary>
    public Dim Size { get; private set; } = Dim.Zero;

    public Dim this[object key] => offsets[key];

    public static Dim Aligned(Dim size) => Dim.FloorDivide(size + Alignment - 1, Alignment) * Alignment;

    static long Nominal(Dim size) => size.Evaluate(_ => NominalExtent);

    // Growing a slot costs what it grows by; a slot too large costs little, as the rest of it is there anyway.
    static long Waste(Dim slot, Dim size)
    {
        var difference = Nominal(size) - Nominal(slot);
        return difference > 0 ? difference : -difference / 8;
    }
}
