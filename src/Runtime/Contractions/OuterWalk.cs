using System;

namespace Sinter.Runtime;

/// <summary>The outer loops of a contraction, those that move in B outermost, so that iterations which share B follow each other.</summary>
internal readonly struct OuterLoops
{
    public OuterLoops(in ContractionShape shape)
    {
        if (shape.Outer0.Extent * shape.Outer1.Extent * shape.Outer2.Extent * shape.Outer3.Extent == 1)
        {
            // Nothing to walk: products of a step of a recurrence are over before a sort would be.
            (Batches, Images) = (1, 1);
            (Loop0, Loop1, Loop2, Loop3) = (shape.Outer0, shape.Outer1, shape.Outer2, shape.Outer3);
            return;
        }
        Span<OuterLoop> loops = [shape.Outer0, shape.Outer1, shape.Outer2, shape.Outer3];
        Span<OuterLoop> sorted = stackalloc OuterLoop[4];
        var at = 0;
        (Batches, Images) = (1, 1);
        foreach (var loop in loops)
        {
            if (loop.StrideB == 0) continue;
            sorted[at++] = loop;
            Batches *= loop.Extent;
        }
        foreach (var loop in loops)
        {
            if (loop.StrideB != 0) continue;
            sorted[at++] = loop;
            Images *= loop.Extent;
        }
        (Loop0, Loop1, Loop2, Loop3) = (sorted[0], sorted[1], sorted[2], sorted[3]);
    }

    public OuterLoop Loop0 { get; }

    public OuterLoop Loop1 { get; }

    public OuterLoop Loop2 { get; }

    public OuterLoop Loop3 { get; }

    /// <summary>Iterations with a B of their own.</summary>
    public nint Batches { get; }

    /// <summary>Iterations that share a B.</summary>
    public nint Images { get; }
}

/// <summary>One outer iteration after the other, and where it begins in the operands.</summary>
internal struct OuterWalk
{
    readonly OuterLoops loops;
    nint i0, i1, i2, i3;

    public OuterWalk(in OuterLoops loops, nint index)
    {
        this.loops = loops;
        if (index == 0) return;
        (index, i3) = Math.DivRem(index, loops.Loop3.Extent);
        (index, i2) = Math.DivRem(index, loops.Loop2.Extent);
        (i0, i1) = Math.DivRem(index, loops.Loop1.Extent);
    }

    public readonly nint A => i0 * loops.Loop0.StrideA + i1 * loops.Loop1.StrideA + i2 * loops.Loop2.StrideA + i3 * loops.Loop3.StrideA;

    public readonly nint B => i0 * loops.Loop0.StrideB + i1 * loops.Loop1.StrideB + i2 * loops.Loop2.StrideB + i3 * loops.Loop3.StrideB;

    public readonly nint C => i0 * loops.Loop0.StrideC + i1 * loops.Loop1.StrideC + i2 * loops.Loop2.StrideC + i3 * loops.Loop3.StrideC;

    public void Next()
    {
        if (++i3 < loops.Loop3.Extent) return;
        i3 = 0;
        if (++i2 < loops.Loop2.Extent) return;
        i2 = 0;
        if (++i1 < loops.Loop1.Extent) return;
        i1 = 0;
        i0++;
    }
}
