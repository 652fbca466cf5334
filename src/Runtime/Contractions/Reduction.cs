using System;

namespace Sinter.Runtime;

/// <summary>The reduction of one element of C: two loops around k.</summary>
internal readonly struct Reduction
{
    // Steps of a part: so many rows of narrow operands stay in the first-level cache, of wide ones in the second.
    const int PartSteps = 256;

    public required ReduceLoop Outer { get; init; }

    public required ReduceLoop Inner { get; init; }

    public required nint K { get; init; }

    public required nint StrideAM { get; init; }

    public required nint StrideAK { get; init; }

    public required nint StrideBK { get; init; }

    /// <summary>The parts that follow each other when a long reduction is cut.</summary>
    public nint Parts => K > PartSteps
        ? Outer.Extent * Inner.Extent * Pieces(K, PartSteps)
        : Inner.Extent * K > PartSteps ? Outer.Extent * Pieces(Inner.Extent, PartSteps / K) : Pieces(Outer.Extent, PartSteps / Math.Max(Inner.Extent * K, 1));

    /// <summary>A part, and where it begins in A and in B.</summary>
    public (Reduction Part, nint A, nint B) this[nint part]
    {
        get
        {
            nint i = 0, j = 0, k = 0;
            nint outer = 1, inner = 1, steps = K;
            if (K > PartSteps)
            {
                (var rest, var piece) = Math.DivRem(part, Pieces(K, PartSteps));
                (i, j) = Math.DivRem(rest, Inner.Extent);
                (k, steps) = Piece(K, PartSteps, piece);
            }
            else if (Inner.Extent * K > PartSteps)
            {
                (i, var piece) = Math.DivRem(part, Pieces(Inner.Extent, PartSteps / K));
                (j, inner) = Piece(Inner.Extent, PartSteps / K, piece);
            }
            else
            {
                (i, outer) = Piece(Outer.Extent, PartSteps / Math.Max(Inner.Extent * K, 1), part);
                inner = Inner.Extent;
            }
            return (
                new Reduction
                {
                    Outer = Outer with { Extent = outer },
                    Inner = Inner with { Extent = inner },
                    K = steps,
                    StrideAM = StrideAM,
                    StrideAK = StrideAK,
                    StrideBK = StrideBK,
                },
                i * Outer.StrideA + j * Inner.StrideA + k * StrideAK,
                i * Outer.StrideB + j * Inner.StrideB + k * StrideBK);
        }
    }

    static nint Pieces(nint extent, nint most) => (extent + most - 1) / most;

    static (nint From, nint Extent) Piece(nint extent, nint most, nint index) => (index * most, Math.Min(most, extent - index * most));
}
