using System;
using System.Collections.Generic;

namespace Sinter.Generator.GraphIR;

/// <summary>What a polynomial is over. Its text is its identity.</summary>
internal abstract class Atom(string text) : IEquatable<Atom>
{
    public string Text { get; } = text;

    public abstract IEnumerable<string> Symbols { get; }

    public abstract bool IsNonNegative { get; }

    public abstract Dim Substitute(Func<string, Dim> replacement);

    public abstract long Evaluate(Func<string, long> value);

    public bool Equals(Atom? other) => other is not null && Text == other.Text;

    public override bool Equals(object? obj) => Equals(obj as Atom);

    public override int GetHashCode() => Text.GetHashCode();
}
