using System.Linq;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.GraphIR;

/// <summary>coefficient · product of atoms (a repeated atom is a power).</summary>
internal sealed record Monomial(long Coefficient, EquatableArray<Atom> Atoms)
{
    /// <summary>The text of the atoms: what tells monomials apart.</summary>
    public string Key { get; } = Atoms.Count switch
    {
        0 => "",
        1 => Atoms[0].Text,
        _ => string.Join("*", Atoms.Select(a => a.Text)),
    };
}
