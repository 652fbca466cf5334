using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.GraphIR;

/// <summary>⌊numerator / denominator⌋.</summary>
internal sealed class FloorDivideAtom(Dim numerator, Dim denominator) : Atom($"(({numerator})/({denominator}))")
{
    public Dim Numerator { get; } = numerator;

    public Dim Denominator { get; } = denominator;

    public override IEnumerable<string> Symbols => Numerator.Symbols.Concat(Denominator.Symbols);

    public override bool IsNonNegative => Numerator.IsNonNegative && Denominator.IsNonNegative;

    public override Dim Substitute(Func<string, Dim> replacement) =>
        Dim.FloorDivide(Numerator.Substitute(replacement), Denominator.Substitute(replacement));

    public override long Evaluate(Func<string, long> value)
    {
        var (a, b) = (Numerator.Evaluate(value), Denominator.Evaluate(value));
        return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);
    }
}
