using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>A buffer of the arena: from the launch that writes it first to the one that reads it last, it is its own.</summary>
/// <param name="Key">The value, or the packed copy of one.</param>
internal sealed record ArenaBuffer(object Key, Dim Size, int First, int Last);

/// <summary>
/// Offsets for buffers so that no two that are live at once overlap: liveness coloring into slots. A slot is as large as its largest buffer; buffers share one only
/// where it is certain, for all extents, which is the larger. The arena is the slots, one after the other.
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
            var slot = slots.Where(s => s.BusyUntil < buffer.First && Larger(s.Size, size) is not null).OrderBy(s => Waste(s.Size, size)).FirstOrDefault();
            if (slot is null) slots.Add(slot = new Slot { Size = size });         // of a size like N·T − N it is not known that it is more than nothing
            else slot.Size = Larger(slot.Size, size)!;
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

    /// <summary>
    /// At least the size, and a multiple of the alignment. A symbolic size gets rounded coefficients where that is little: 200·N becomes 208·N.
    /// </summary>
    public static Dim Aligned(Dim size)
    {
        static long Up(long number) => (number + Alignment - 1) / Alignment * Alignment;

        var isSimple = size.Monomials.All(m => m.Coefficient > 0 && (m.Coefficient >= 4 * Alignment || m.Coefficient % Alignment == 0 || m.Atoms.Count <= 1));
        return isSimple
            ? size.Monomials.Aggregate(Dim.Zero, (sum, m) => sum + m.Atoms.Aggregate((Dim)Up(m.Coefficient), (product, atom) => product * atom.Substitute(Dim.Symbol)))
            : Dim.FloorDivide(size + Alignment - 1, Alignment) * Alignment;
    }

    static Dim? Larger(Dim a, Dim b) => (a - b).IsNonNegative ? a : (b - a).IsNonNegative ? b : null;

    static long Nominal(Dim size) => size.Evaluate(_ => NominalExtent);

    // Growing a slot costs what it grows by; a slot too large costs little, as the rest of it is there anyway.
    static long Waste(Dim slot, Dim size)
    {
        var difference = Nominal(size) - Nominal(slot);
        return difference > 0 ? difference : -difference / 8;
    }
}
