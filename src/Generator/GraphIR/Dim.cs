using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// An exact integer: a polynomial with integer coefficients over named symbols and atoms (floor division, maximum). Extents of
/// axes are dims over the symbols of a declaration ("N", "T"); offsets of elements are dims over loop variables as well.
/// Two dims are equal exactly when their normal forms are.
/// </summary>
internal sealed class Dim : IEquatable<Dim>
{
    // The normal form: monomials in ordinal order of their keys, no zero coefficients.
    readonly Monomial[] monomials;
    readonly int hash;
    string[]? symbols;
    string? text;

    Dim(Monomial[] monomials)
    {
        this.monomials = monomials;
        foreach (var monomial in monomials) hash = unchecked(hash * 31 + monomial.Key.GetHashCode() * 17 + monomial.Coefficient.GetHashCode());
    }

    public static Dim Zero { get; } = new([]);

    public static Dim One { get; } = new([new Monomial(1, [])]);

    public static Dim Symbol(string name) => new([new Monomial(1, [new SymbolAtom(name)])]);

    public static implicit operator Dim(long value) => value == 0 ? Zero : new([new Monomial(value, [])]);

    /// <summary>The number itself when no symbol is left.</summary>
    public long? Constant => monomials.Length == 0 ? 0 : monomials.Length == 1 && monomials[0].Atoms.Count == 0 ? monomials[0].Coefficient : null;

    public bool IsConstant => Constant is not null;

    public IReadOnlyList<Monomial> Monomials => monomials;

    /// <summary>The names of all symbols, also those inside atoms, in ordinal order.</summary>
    public IReadOnlyList<string> Symbols =>
        symbols ??= [.. monomials.SelectMany(m => m.Atoms).SelectMany(a => a.Symbols).Distinct().OrderBy(s => s, StringComparer.Ordinal)];

    public bool Mentions(string symbol) => Array.IndexOf((string[])Symbols, symbol) >= 0;

    // Both are in order: a merge.
    public static Dim operator +(Dim left, Dim right)
    {
        var (a, b) = (left.monomials, right.monomials);
        if (a.Length == 0) return right;
        if (b.Length == 0) return left;
        var sum = new List<Monomial>(a.Length + b.Length);
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            var order = i == a.Length ? 1 : j == b.Length ? -1 : string.CompareOrdinal(a[i].Key, b[j].Key);
            if (order < 0) sum.Add(a[i++]);
            else if (order > 0) sum.Add(b[j++]);
            else
            {
                var coefficient = checked(a[i].Coefficient + b[j].Coefficient);
                if (coefficient != 0) sum.Add(a[i] with { Coefficient = coefficient });
                (i, j) = (i + 1, j + 1);
            }
        }
        return sum.Count == 0 ? Zero : new Dim([.. sum]);
    }

    public static Dim operator -(Dim left, Dim right) => left + right * -1;

    public static Dim operator -(Dim dim) => dim * -1;

    public static Dim operator *(Dim left, Dim right)
    {
        if (right.Constant is { } factor) return left.Scaled(factor);
        if (left.Constant is { } other) return right.Scaled(other);
        return Normalize(
            from a in left.monomials
            from b in right.monomials
            select new Monomial(checked(a.Coefficient * b.Coefficient), [.. a.Atoms.Concat(b.Atoms).OrderBy(x => x.Text, StringComparer.Ordinal)]));
    }

    /// <summary>⌊left / right⌋, exact: monomials that the divisor divides are taken out, the rest stays one atom.</summary>
    public static Dim FloorDivide(Dim left, Dim right)
    {
        if (right.Constant is 0) throw new DivideByZeroException($"{left} / 0");
        if (right.Constant is 1) return left;
        if (left.Constant is { } a && right.Constant is { } b) return FloorDivide(a, b);
        if (left.DivideExactly(right) is { } quotient) return quotient;
        if (right.Constant is not { } divisor || divisor < 0) return Atom(new FloorDivideAtom(left, right));

        // ⌊(d·q + r) / d⌋ = q + ⌊r / d⌋ for any integer q: what is left in the atom has coefficients within [0, d).
        var whole = Normalize(left.monomials.Select(m => m with { Coefficient = FloorDivide(m.Coefficient, divisor) }));
        var rest = left - whole * right;
        if (rest.Constant is { } r) return whole + FloorDivide(r, divisor);
        return whole + Atom(new FloorDivideAtom(rest, right));
    }

    /// <summary>left − right·⌊left / right⌋.</summary>
    public static Dim Modulo(Dim left, Dim right) => left - right * FloorDivide(left, right);

    public static Dim Max(Dim left, Dim right)
    {
        if ((left - right).IsNonNegative) return left;
        if ((right - left).IsNonNegative) return right;
        return string.CompareOrdinal(left.ToString(), right.ToString()) < 0 ? Atom(new MaxAtom(left, right)) : Atom(new MaxAtom(right, left));
    }

    /// <summary>The quotient when the divisor divides every monomial; otherwise nothing is claimed.</summary>
    public Dim? DivideExactly(Dim divisor)
    {
        if (Equals(divisor)) return One;
        if (monomials.Length == 0) return Zero;
        if (divisor.monomials.Length != 1)
            return monomials.Length == divisor.monomials.Length ? ConstantRatio(divisor) : null;
        var by = divisor.monomials[0];
        var quotient = new List<Monomial>();
        foreach (var monomial in monomials)
        {
            if (monomial.Coefficient % by.Coefficient != 0) return null;
            var atoms = monomial.Atoms.ToList();
            foreach (var atom in by.Atoms)
            {
                if (!atoms.Remove(atom)) return null;
            }
            quotient.Add(new Monomial(monomial.Coefficient / by.Coefficient, atoms.ToEquatableArray()));
        }
        return Normalize(quotient);
    }

    /// <summary>True when no values ≥ 0 of the symbols (extents, loop variables) can make it negative. False means unknown.</summary>
    public bool IsNonNegative => monomials.All(m => m.Coefficient >= 0 && m.Atoms.All(a => a.IsNonNegative));

    /// <summary>True when it is ≥ 1 for all values ≥ 1 of the symbols. False means unknown.</summary>
    public bool IsPositive => (Substitute(name => Symbol(name) + 1) - 1).IsNonNegative;

    /// <summary>The factor of a symbol where it stands alone in no atom: c in c·s + rest. Null when the dim is not linear in it.</summary>
    public Dim? CoefficientOf(string symbol)
    {
        var coefficient = Zero;
        foreach (var monomial in monomials)
        {
            var mentioning = monomial.Atoms.Where(a => a.Symbols.Contains(symbol)).ToArray();
            if (mentioning.Length == 0) continue;
            if (mentioning is not [SymbolAtom]) return null;
            coefficient += Normalize([new Monomial(monomial.Coefficient, monomial.Atoms.Where(a => !a.Equals(mentioning[0])).ToEquatableArray())]);
        }
        return coefficient;
    }

    public Dim Substitute(string symbol, Dim replacement) => Mentions(symbol) ? Substitute(name => name == symbol ? replacement : Symbol(name)) : this;

    public Dim Substitute(Func<string, Dim> replacement) => IsConstant
        ? this
        : monomials.Aggregate(Zero, (sum, m) => sum + m.Atoms.Aggregate((Dim)m.Coefficient, (product, atom) => product * atom.Substitute(replacement)));

    /// <summary>The number for given values of all symbols.</summary>
    public long Evaluate(Func<string, long> value) =>
        monomials.Sum(m => m.Atoms.Aggregate(m.Coefficient, (product, atom) => checked(product * atom.Evaluate(value))));

    public bool Equals(Dim? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || hash != other.hash || monomials.Length != other.monomials.Length) return false;
        for (var i = 0; i < monomials.Length; i++)
        {
            if (monomials[i].Coefficient != other.monomials[i].Coefficient || monomials[i].Key != other.monomials[i].Key) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Dim);

    public override int GetHashCode() => hash;

    public static bool operator ==(Dim? left, Dim? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(Dim? left, Dim? right) => !(left == right);

    public override string ToString() => text ??= Print(monomials);

    static Dim Atom(Atom atom) => new([new Monomial(1, [atom])]);

    static long FloorDivide(long a, long b) => a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0);

    Dim? ConstantRatio(Dim divisor)
    {
        if (monomials[0].Coefficient % divisor.monomials[0].Coefficient != 0) return null;
        Dim ratio = monomials[0].Coefficient / divisor.monomials[0].Coefficient;
        return divisor * ratio == this ? ratio : null;
    }

    Dim Scaled(long factor) => factor switch
    {
        0 => Zero,
        1 => this,
        _ => new Dim([.. monomials.Select(m => m with { Coefficient = checked(m.Coefficient * factor) })]),
    };

    static Dim Normalize(IEnumerable<Monomial> monomials)
    {
        var sums = new SortedDictionary<string, Monomial>(StringComparer.Ordinal);
        foreach (var monomial in monomials)
            sums[monomial.Key] = sums.TryGetValue(monomial.Key, out var same) ? same with { Coefficient = checked(same.Coefficient + monomial.Coefficient) } : monomial;
        return new Dim([.. sums.Values.Where(m => m.Coefficient != 0)]);
    }

    // Symbols first, the constant last, as one writes it: 2*N + 1.
    static string Print(Monomial[] monomials)
    {
        if (monomials.Length == 0) return "0";
        var builder = new StringBuilder();
        foreach (var monomial in monomials.Where(m => m.Atoms.Count > 0).Concat(monomials.Where(m => m.Atoms.Count == 0)))
        {
            var negative = monomial.Coefficient < 0;
            if (builder.Length > 0) builder.Append(negative ? " - " : " + ");
            else if (negative) builder.Append('-');
            var magnitude = Math.Abs(monomial.Coefficient);
            if (magnitude != 1 || monomial.Atoms.Count == 0) builder.Append(magnitude);
            if (magnitude != 1 && monomial.Atoms.Count > 0) builder.Append('*');
            builder.Append(string.Join("*", monomial.Atoms.Select(a => a.Text)));
        }
        return builder.ToString();
    }
}
