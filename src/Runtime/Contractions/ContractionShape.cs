namespace Sinter.Runtime;

/// <summary>
/// The extents and strides of C[o, m, n] = Σ over r, s, k of A[…]·B[…]: four independent outer loops, rows, columns, and a reduction
/// in three levels. All strides are in elements; unused loops have extent 1.
/// </summary>
public struct ContractionShape
{
    /// <summary>Independent outer loops, outermost first (batch, image, image row, group).</summary>
    public OuterLoop Outer0, Outer1, Outer2, Outer3;

    /// <summary>Reduction loops around k, outermost first (filter row and tap; image and image row).</summary>
    public ReduceLoop Reduce0, Reduce1;

    /// <summary>Rows, columns, and the innermost reduction.</summary>
    public nint M, N, K;

    /// <summary>From one row, or one k, to the next in A.</summary>
    public nint StrideAM, StrideAK;

    /// <summary>From one k to the next in B; columns are neighbors. Not used when B is packed.</summary>
    public nint StrideBK;

    /// <summary>From one row to the next in C; columns are neighbors.</summary>
    public nint StrideCM;

    /// <summary>The first element's offset in C: where this is a part of a larger result.</summary>
    public nint OriginC;

    /// <summary>B lies in panels as <c>Packing</c> writes them.</summary>
    public bool PackedB;
}

/// <summary>An independent loop, and how far a step takes each operand.</summary>
public record struct OuterLoop(nint Extent, nint StrideA, nint StrideB, nint StrideC);

/// <summary>A reduction loop, and how far a step takes each factor.</summary>
public record struct ReduceLoop(nint Extent, nint StrideA, nint StrideB);
