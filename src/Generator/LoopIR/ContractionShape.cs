using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// The extents and strides of a contraction. Outer loops (batch, image, image row, group: at most four) are independent; reductions are
/// two outer ones (filter row and tap, or image and image row) around k.
/// </summary>
/// <param name="PackedB">B lies in panels as <see cref="PackKernel"/> writes them: its k, r and s follow each other densely, and BK and ReduceB are not used; OuterB counts elements of the packed buffer.</param>
internal sealed record ContractionShape(
    EquatableArray<OuterLoop> Outer,
    Dim M,
    Dim N,
    Dim K,
    EquatableArray<ReduceLoop> Reduce,
    Dim StrideAM,
    Dim StrideAK,
    Dim StrideBK,
    Dim StrideCM,
    bool PackedB)
{
    /// <summary>A has the columns too, side by side: C[o, m, n] = Σ A[…, n]·B[…, n], and nothing is summed across them.</summary>
    public bool IsDepthwise { get; init; }

    public IEnumerable<Dim> Dims =>
        [.. Outer.SelectMany(outer => outer.Dims), M, N, K, .. Reduce.SelectMany(reduce => reduce.Dims), StrideAM, StrideAK, StrideBK, StrideCM];
}

internal sealed record OuterLoop(Dim Extent, Dim StrideA, Dim StrideB, Dim StrideC)
{
    public IEnumerable<Dim> Dims => [Extent, StrideA, StrideB, StrideC];
}

internal sealed record ReduceLoop(Dim Extent, Dim StrideA, Dim StrideB)
{
    public IEnumerable<Dim> Dims => [Extent, StrideA, StrideB];
}
