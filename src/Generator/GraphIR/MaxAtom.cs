using System;
using System.Collections.Generic;
using System.Linq;

namespace Sinter.Generator.GraphIR;

/// <summary>The larger of two dims that cannot be ordered while compiling.</summary>
internal sealed class MaxAtom(Dim left, Dim right) : Atom($"max({left}, {right})")
{
    public Dim Left { get; } = left;

    public Dim Right { get; } = right;

    public override IEnumerable<string> Symbols => Left.Symbols.Concat(Right.Symbols);

    public override bool IsNonNegative => Left.IsNonNegative || Right.IsNonNegative;

    public override Dim Substitute(Func<string, Dim> replacement) => Dim.Max(Left.Substitute(replacement), Right.Substitute(replacement));

    public override long Evaluate(Func<string, long> value) => Math.Max(Left.Evaluate(value), Right.Evaluate(value));
}
