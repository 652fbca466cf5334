using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Simplifies index expressions with what is known of loop variables: 0 ≤ variable &lt; extent. That is what turns the divisions of a reshape back into
/// plain strides.
/// </summary>
internal sealed class DimRanges
{
    readonly Dictionary<string, Dim> extents = [];

    /// <summary>What is known of the indices of an equation.</summary>
    public static DimRanges Of(IEnumerable<EquationIndex> indices)
    {
        var ranges = new DimRanges();
        foreach (var index in indices) ranges.Add(index.Name, index.Extent);
        return ranges;
    }

    public void Add(string variable, Dim extent) => extents[variable] = extent;

    public bool Knows(string symbol) => extents.ContainsKey(symbol);

    /// <summary>Floor divisions whose numerator stays within one period are taken out.</summary>
    public Dim Simplify(Dim dim)
    {
        if (!dim.Monomials.Any(m => m.Atoms.Any(a => a is FloorDivideAtom))) return dim;
        var result = Dim.Zero;
        foreach (var monomial in dim.Monomials)
        {
            Dim term = monomial.Coefficient;
            foreach (var atom in monomial.Atoms) term *= Simplify(atom);
            result += term;
        }
        return result;
    }

    /// <summary>True when a division by loop variables is left: the index is no longer a sum of strides.</summary>
    public bool IsAffine(Dim dim) => extents.Keys.All(variable => dim.CoefficientOf(variable) is { } factor && !extents.Keys.Any(factor.Mentions));

    Dim Simplify(Atom atom)
    {
        if (atom is not FloorDivideAtom division) return atom.Substitute(Dim.Symbol);
        var (numerator, denominator) = (Simplify(division.Numerator), Simplify(division.Denominator));

        // Take out what the denominator divides; if the rest r satisfies 0 ≤ r < denominator, it contributes nothing.
        var whole = Dim.Zero;
        var rest = Dim.Zero;
        foreach (var monomial in numerator.Monomials)
        {
            var term = monomial.Atoms.Aggregate((Dim)monomial.Coefficient, (product, a) => product * a.Substitute(Dim.Symbol));
            if (term.DivideExactly(denominator) is { } quotient) whole += quotient;
            else rest += term;
        }
        return Largest(rest) is { } largest && (denominator - 1 - largest).IsNonNegative && rest.IsNonNegative
            ? whole
            : Dim.FloorDivide(numerator, denominator);
    }

    // The value at the last index of every loop; null when the expression may fall with a variable.
    Dim? Largest(Dim dim)
    {
        foreach (var variable in dim.Symbols)
        {
            if (!extents.TryGetValue(variable, out var extent)) continue;
            if (dim.CoefficientOf(variable) is not { IsNonNegative: true }) return null;
            dim = dim.Substitute(variable, extent - 1);
        }
        return dim;
    }
}
