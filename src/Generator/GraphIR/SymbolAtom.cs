using System;
using System.Collections.Generic;

namespace Sinter.Generator.GraphIR;

/// <summary>An extent named in a declaration, or a loop variable. Never negative.</summary>
internal sealed class SymbolAtom(string name) : Atom(name)
{
    public override IEnumerable<string> Symbols => [Text];

    public override bool IsNonNegative => true;

    public override Dim Substitute(Func<string, Dim> replacement) => replacement(Text);

    public override long Evaluate(Func<string, long> value) => value(Text);
}
