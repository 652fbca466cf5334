using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops;

/// <summary>An index of an equation: a symbol in its dims.</summary>
internal sealed record EquationIndex(string Name, Dim Extent)
{
    public static implicit operator Dim(EquationIndex index) => Dim.Symbol(index.Name);
}
