using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Emission;

/// <summary>Numbers, names and dims as C# text, the same on every machine.</summary>
internal static class CSharp
{
    static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit extern false finally fixed float for " +
         "foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params private protected public readonly ref return sbyte " +
         "sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while").Split(' '),
        StringComparer.Ordinal);

    /// <summary>The shortest text that reads back as the same float.</summary>
    public static string Float(double value)
    {
        var number = (float)value;
        if (float.IsNaN(number)) return "float.NaN";
        if (float.IsPositiveInfinity(number)) return "float.PositiveInfinity";
        if (float.IsNegativeInfinity(number)) return "float.NegativeInfinity";
        if (number == 0) return 1 / number < 0 ? "-0f" : "0f";
        return Shortest(number) + "f";
    }

    public static string Int(double value) => ((int)value).ToString(CultureInfo.InvariantCulture);

    public static string Long(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string String(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";

    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    public static string TypeName(DType type) => type switch
    {
        DType.Float32 => "float",
        DType.Int32 => "int",
        DType.Bool => "bool",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    /// <summary>A model's name ("stages.0.bn1", "%12") as an identifier in camel case ("stages0Bn1").</summary>
    public static string Identifier(string name)
    {
        var builder = new StringBuilder();
        var upper = false;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c))
            {
                upper = builder.Length > 0;
                continue;
            }
            if (builder.Length == 0 && char.IsDigit(c)) builder.Append('v');
            builder.Append(upper ? char.ToUpperInvariant(c) : c);
            upper = false;
        }
        return builder.Length == 0 ? "v" : Escaped(builder.ToString());
    }

    public static string Escaped(string identifier) => Keywords.Contains(identifier) ? "@" + identifier : identifier;

    public static string Pascal(string identifier) =>
        identifier.TrimStart('@') is var bare && bare.Length > 0 ? char.ToUpperInvariant(bare[0]) + bare.Substring(1) : bare;

    public static string Camel(string identifier) => char.ToLowerInvariant(identifier[0]) + identifier.Substring(1);

    /// <summary>A number as a name: 0.5 is c0p5.</summary>
    public static string NumberName(double value) =>
        "c" + new string([.. Shortest((float)value).Select(c => char.IsLetterOrDigit(c) ? c : c == '-' ? 'm' : '_')]).Replace("_", "p");

    /// <summary>A dim over names that are nint in C#. Floor divisions are of numbers ≥ 0, so that C#'s division is exact.</summary>
    public static string Dim(Dim dim, Func<string, string> name)
    {
        var builder = new StringBuilder();
        foreach (var monomial in dim.Monomials.Where(m => m.Atoms.Count > 0).Concat(dim.Monomials.Where(m => m.Atoms.Count == 0)))
        {
            var negative = monomial.Coefficient < 0;
            if (builder.Length > 0) builder.Append(negative ? " - " : " + ");
            else if (negative) builder.Append('-');
            builder.Append(Monomial(monomial, name));
        }
        return builder.Length == 0 ? "0" : builder.ToString();
    }

    /// <summary>The same, in parentheses unless it is one name or number.</summary>
    public static string Factor(Dim dim, Func<string, string> name)
    {
        var text = Dim(dim, name);
        return text.All(c => char.IsLetterOrDigit(c) || c == '@') ? text : $"({text})";
    }

    static string Monomial(Monomial monomial, Func<string, string> name)
    {
        var magnitude = Math.Abs(monomial.Coefficient);
        var factors = monomial.Atoms.Select(a => Atom(a, name)).ToList();
        if (magnitude != 1 || factors.Count == 0) factors.Add(magnitude > int.MaxValue ? $"(nint){Long(magnitude)}L" : Long(magnitude));
        return string.Join(" * ", factors);
    }

    static string Atom(Atom atom, Func<string, string> name) => atom switch
    {
        SymbolAtom symbol => name(symbol.Text),
        FloorDivideAtom quotient => $"({Factor(quotient.Numerator, name)} / {Factor(quotient.Denominator, name)})",
        MaxAtom max => $"global::System.Math.Max({Dim(max.Left, name)}, {Dim(max.Right, name)})",
        _ => throw new InvalidOperationException($"{atom.GetType().Name} cannot be written."),
    };

    // "R" of .NET Framework does not always round-trip; nine digits do, and fewer are tried first.
    static string Shortest(float number)
    {
        for (var digits = 6; digits < 9; digits++)
        {
            var text = number.ToString("G" + digits, CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture) == number) return text;
        }
        return number.ToString("G9", CultureInfo.InvariantCulture);
    }
}
