namespace Sinter.Runtime;

/// <summary>
/// The extents and strides of B[batch, k, n] as it lies in memory, where k is three nested extents, outermost first. Unused ones, the outer ones, have extent 1.
/// </summary>
public struct PackShape
{
    /// <summary>Independent matrices, each packed after the one before.</summary>
    public nint Batch, StrideBatch;

    /// <summary>The loops that make up k, in the order in which the contraction runs them.</summary>
    public PackLoop K0, K1, K2;

    /// <summary>Columns, and from one to the next.</summary>
    public nint N, StrideN;
}

/// <summary>One extent of k, and how far a step goes in the source.</summary>
public record struct PackLoop(nint Extent, nint Stride);
