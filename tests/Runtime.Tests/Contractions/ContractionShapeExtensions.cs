using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Runtime.Tests;

internal static class ContractionShapeExtensions
{
    public static (nint Extent, nint Stride)[] Outer(this ContractionShape shape, Func<OuterLoop, nint> stride) =>
        [.. Loops(shape).Select(l => (l.Extent, stride(l)))];

    public static (nint Extent, nint Stride)[] Reduce(this ContractionShape shape, Func<ReduceLoop, nint> stride) =>
        [(shape.Reduce0.Extent, stride(shape.Reduce0)), (shape.Reduce1.Extent, stride(shape.Reduce1))];

    /// <summary>Where each combination of the outer loops begins in A, B and C.</summary>
    public static IEnumerable<(nint A, nint B, nint C)> OuterOffsets(this ContractionShape shape) =>
        Loops(shape).Aggregate(
            (IEnumerable<(nint A, nint B, nint C)>)[(0, 0, 0)],
            (offsets, l) => offsets.SelectMany(o => Enumerable.Range(0, (int)l.Extent).Select(i => (o.A + i * l.StrideA, o.B + i * l.StrideB, o.C + i * l.StrideC))));

    static OuterLoop[] Loops(ContractionShape shape) => [shape.Outer0, shape.Outer1, shape.Outer2, shape.Outer3];
}
