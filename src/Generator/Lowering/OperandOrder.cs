using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Reads an operand of a contraction in the order of its memory. Where the operand turns what k counts (weights of a flattened image, which files have by channel and pixel and an
/// image here by pixel and channel), k becomes two indices, each with a stride: packing then takes the elements from where they are, and no copy in the other order is made.
/// </summary>
internal static class OperandOrder
{
    // What shapes of contractions and of packing have beside k.
    const int MostReduceLoops = 2;

    /// <summary>The equation in which an operand lies at strides; null when there is none.</summary>
    /// <param name="offset">Where an element of the operand lies, told by the indices of an equation.</param>
    public static ContractionEquation? Strided(ContractionEquation equation, Func<ContractionEquation, DimRanges, Dim?> offset)
    {
        for (; ; )
        {
            var ranges = DimRanges.Of(equation.All);
            if (offset(equation, ranges) is not { } place) return null;
            if (ranges.IsAffine(place)) return equation;
            if (equation.Reduce.Count == MostReduceLoops || Period(place, equation.K) is not { } period) return null;
            equation = equation.SplitK(period);
        }
    }

    // The largest number that k itself is divided by, and that divides its extent.
    static long? Period(Dim place, EquationIndex k) => place.Monomials.SelectMany(monomial => monomial.Atoms).OfType<FloorDivideAtom>()
        .Where(division => division.Numerator == (Dim)k)
        .Select(division => division.Denominator.Constant)
        .Where(period => period is > 1 && k.Extent.Constant is { } extent && extent > period && extent % period == 0)
        .Max();
}
