using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>Members of .NET's library that networks compute with: mathematics, strings, ranges, lists. Null: not one of them.</summary>
internal static class KnownMembers
{
    static readonly Dictionary<string, Func<double, double>> Functions = new()
    {
        ["Sqrt"] = Math.Sqrt, ["Exp"] = Math.Exp, ["Log"] = Math.Log, ["Log10"] = Math.Log10, ["Log2"] = x => Math.Log(x, 2), ["Sin"] = Math.Sin, ["Cos"] = Math.Cos, ["Tan"] = Math.Tan,
        ["Atan"] = Math.Atan, ["Tanh"] = Math.Tanh, ["Abs"] = Math.Abs, ["Floor"] = Math.Floor, ["Ceiling"] = Math.Ceiling, ["Round"] = Math.Round, ["Truncate"] = Math.Truncate,
        ["Cbrt"] = x => x < 0 ? -Math.Pow(-x, 1 / 3d) : Math.Pow(x, 1 / 3d),
    };

    static readonly Dictionary<string, Func<double, double, double>> Functions2 = new()
    {
        ["Pow"] = Math.Pow, ["Log"] = Math.Log, ["Min"] = Math.Min, ["Max"] = Math.Max, ["Atan2"] = Math.Atan2,
    };

    public static Datum? StaticField(IFieldSymbol field) => (field.ContainingType.SpecialType, field.Name) switch
    {
        (SpecialType.System_String, "Empty") => new TextDatum(""),
        _ => null,
    };

    public static Datum? StaticProperty(IPropertySymbol property) => (property.ContainingType.QualifiedName(), property.Name) switch
    {
        ("System.Range", "All") => new RangeDatum(new IndexDatum(Dim.Zero, false), new IndexDatum(Dim.Zero, true)),
        ("System.Index", "Start") => new IndexDatum(Dim.Zero, false),
        ("System.Index", "End") => new IndexDatum(Dim.Zero, true),
        _ => null,
    };

    public static Datum? Create(INamedTypeSymbol type, IReadOnlyList<Datum> arguments) => (type.QualifiedName(), arguments) switch
    {
        ("System.Collections.Generic.List", []) or ("System.Collections.Generic.List", [IntDatum]) => new ArrayDatum([]),
        ("System.Collections.Generic.List", [ArrayDatum items]) => new ArrayDatum(items.Items),
        ("System.Index", [IntDatum value]) => new IndexDatum(value.Value, false),
        ("System.Index", [IntDatum value, BoolDatum fromEnd]) => new IndexDatum(value.Value, fromEnd.Value),
        _ => null,
    };

    /// <param name="call">Calls a lambda among the arguments.</param>
    public static Datum? Call(IMethodSymbol method, Datum? instance, IReadOnlyList<Datum> arguments, Func<Datum, IReadOnlyList<Datum>, Datum> call) => method.ContainingType.QualifiedName() switch
    {
        "System.Math" or "System.MathF" => Mathematics(method, arguments),
        "System.Int32" or "System.Int64" or "System.Single" or "System.Double" when method.IsStatic => Mathematics(method, arguments),
        "System.Linq.Enumerable" => Sequence(method.Name, arguments, call),
        "System.Array" when method.Name == "Empty" => new ArrayDatum([]),
        "System.String" => Text(method.Name, instance as TextDatum, arguments),
        "System.Collections.Generic.List" when instance is ArrayDatum list => List(method.Name, list, arguments),
        _ when method.Name == "ToString" && arguments.Count == 0 && instance is IntDatum or FloatDatum or BoolDatum or EnumDatum or TextDatum => new TextDatum(instance.ToString()),
        _ => null,
    };

    static Datum? Mathematics(IMethodSymbol method, IReadOnlyList<Datum> arguments)
    {
        if (arguments.All(a => a is IntDatum) && method.ReturnType.IsInteger()) return Integer(method.Name, [.. arguments.Select(a => ((IntDatum)a).Value)]);
        var numbers = arguments.Select(a => a switch
        {
            FloatDatum number => number.Value,
            IntDatum { Value.Constant: { } number } => number,
            _ => (double?)null,
        }).ToArray();
        double? result = numbers switch
        {
            [{ } x] when Functions.TryGetValue(method.Name, out var f) => f(x),
            [{ } x, { } y] when Functions2.TryGetValue(method.Name, out var f) => f(x, y),
            [{ } x, { } low, { } high] when method.Name == "Clamp" => Math.Min(Math.Max(x, low), high),
            _ => null,
        };
        return result is not { } value ? null : method.ReturnType.IsInteger() ? Data.Of((long)value) : new FloatDatum(method.ReturnType.SpecialType == SpecialType.System_Single ? (float)value : value);
    }

    static Datum? Integer(string name, Dim[] numbers) => (name, numbers) switch
    {
        ("Max", [var a, var b]) => Data.Of(Dim.Max(a, b)),
        ("Min", [var a, var b]) => Data.Of(a + b - Dim.Max(a, b)),
        ("Abs", [{ Constant: { } a }]) => Data.Of(Math.Abs(a)),
        ("Sign", [{ Constant: { } a }]) => Data.Of(Math.Sign(a)),
        ("Clamp", [var x, var low, var high]) => Data.Of(high + Dim.Max(x, low) - Dim.Max(Dim.Max(x, low), high)),
        _ => null,
    };

    static Datum? Sequence(string name, IReadOnlyList<Datum> arguments, Func<Datum, IReadOnlyList<Datum>, Datum> call) => (name, arguments) switch
    {
        ("Range", [IntDatum { Value: var start }, IntDatum { Value.Constant: >= 0 and <= 100_000 and { } count }]) =>
            new ArrayDatum(Enumerable.Range(0, (int)count).Select(i => Data.Of(start + i))),
        ("Repeat", [var item, IntDatum { Value.Constant: >= 0 and <= 100_000 and { } count }]) => new ArrayDatum(Enumerable.Repeat(item, (int)count)),
        ("Select", [ArrayDatum items, FunctionDatum f]) => new ArrayDatum(items.Items.Select((item, i) => call(f, [item, Data.Of(i)]))),
        ("Where", [ArrayDatum items, FunctionDatum f]) when items.Items.ConvertAll(i => call(f, [i])) is var keep && keep.TrueForAll(k => k is BoolDatum) =>
            new ArrayDatum(items.Items.Where((_, i) => ((BoolDatum)keep[i]).Value)),
        ("Aggregate", [ArrayDatum items, var seed, FunctionDatum f]) => items.Items.Aggregate(seed, (sum, item) => call(f, [sum, item])),
        ("ToArray" or "ToList" or "AsEnumerable", [ArrayDatum items]) => new ArrayDatum(items.Items),
        ("Reverse", [ArrayDatum items]) => new ArrayDatum(Enumerable.Reverse(items.Items)),
        ("Skip", [ArrayDatum items, IntDatum { Value.Constant: { } n }]) => new ArrayDatum(items.Items.Skip((int)n)),
        ("Take", [ArrayDatum items, IntDatum { Value.Constant: { } n }]) => new ArrayDatum(items.Items.Take((int)n)),
        ("Concat", [ArrayDatum a, ArrayDatum b]) => new ArrayDatum(a.Items.Concat(b.Items)),
        ("Append", [ArrayDatum a, var b]) => new ArrayDatum(a.Items.Append(b)),
        ("Zip", [ArrayDatum a, ArrayDatum b]) => new ArrayDatum(a.Items.Zip(b.Items, (x, y) => new TupleDatum([x, y]))),
        ("Count", [ArrayDatum items]) => Data.Of(items.Items.Count),
        ("First", [ArrayDatum { Items: [var first, ..] }]) => first,
        ("Last", [ArrayDatum { Items: [.., var last] }]) => last,
        ("Sum", [ArrayDatum items]) when items.Items.TrueForAll(i => i is IntDatum) => Data.Of(items.Items.Aggregate(Dim.Zero, (sum, i) => sum + ((IntDatum)i).Value)),
        ("Sum", [ArrayDatum items, FunctionDatum f]) => Sequence(name, [new ArrayDatum(items.Items.ConvertAll(i => call(f, [i])))], call),
        ("Any" or "All", [ArrayDatum items, FunctionDatum f]) when items.Items.ConvertAll(i => call(f, [i])) is var holds && holds.TrueForAll(h => h is BoolDatum) =>
            Data.Of(name == "Any" ? holds.Exists(h => ((BoolDatum)h).Value) : holds.TrueForAll(h => ((BoolDatum)h).Value)),
        _ => null,
    };

    static Datum? Text(string name, TextDatum? text, IReadOnlyList<Datum> arguments) => (name, text?.Value, arguments) switch
    {
        ("StartsWith", { } s, [TextDatum t]) => Data.Of(s.StartsWith(t.Value, StringComparison.Ordinal)),
        ("EndsWith", { } s, [TextDatum t]) => Data.Of(s.EndsWith(t.Value, StringComparison.Ordinal)),
        ("Contains", { } s, [TextDatum t]) => Data.Of(s.Contains(t.Value)),
        ("ToLowerInvariant", { } s, []) => new TextDatum(s.ToLowerInvariant()),
        ("ToUpperInvariant", { } s, []) => new TextDatum(s.ToUpperInvariant()),
        ("Trim", { } s, []) => new TextDatum(s.Trim()),
        ("IsNullOrEmpty", null, [var s]) => Data.Of(s is not TextDatum { Value.Length: > 0 }),
        _ => null,
    };

    static Datum? List(string name, ArrayDatum list, IReadOnlyList<Datum> arguments)
    {
        switch (name, arguments)
        {
            case ("Add", [var item]): list.Items.Add(item); return Datum.Null;
            case ("AddRange", [ArrayDatum items]): list.Items.AddRange(items.Items); return Datum.Null;
            case ("Insert", [IntDatum { Value.Constant: { } at }, var item]) when at >= 0 && at <= list.Items.Count: list.Items.Insert((int)at, item); return Datum.Null;
            case ("Reverse", []): list.Items.Reverse(); return Datum.Null;
            case ("ToArray", []): return new ArrayDatum(list.Items);
            default: return null;
        }
    }
}
