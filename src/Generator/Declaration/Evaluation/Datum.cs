using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>What an expression of the user's C# evaluates to while compiling.</summary>
internal abstract class Datum
{
    /// <summary>The result of an expression with an error: whatever is computed from it is unknown too, silently.</summary>
    public static Datum Unknown { get; } = new UnknownDatum();

    public static Datum Null { get; } = new NullDatum();

    public bool IsUnknown => this is UnknownDatum;

    sealed class UnknownDatum : Datum;
}

internal sealed class NullDatum : Datum
{
    public override string ToString() => "null";
}

/// <summary>An int, long or other integer: exact, and possibly an expression of symbolic extents.</summary>
internal sealed class IntDatum(Dim value) : Datum
{
    public Dim Value { get; } = value;

    public override string ToString() => Value.ToString();
}

/// <summary>A float or double.</summary>
internal sealed class FloatDatum(double value) : Datum
{
    public double Value { get; } = value;

    public override string ToString() => Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}

internal sealed class BoolDatum(bool value) : Datum
{
    public bool Value { get; } = value;

    public override string ToString() => Value ? "True" : "False";
}

internal sealed class TextDatum(string value) : Datum
{
    public string Value { get; } = value;

    public override string ToString() => Value;
}

internal sealed class EnumDatum(string member, long number) : Datum
{
    public string Member { get; } = member;

    public long Number { get; } = number;

    public override string ToString() => Member;
}

/// <summary>A tensor of the entry point that is being traced.</summary>
internal sealed class TensorDatum(Value value) : Datum
{
    public Value Value { get; } = value;
}

/// <summary>An array, list or span, mutable as in C#.</summary>
internal sealed class ArrayDatum(IEnumerable<Datum> items) : Datum
{
    public List<Datum> Items { get; } = [.. items];
}

internal sealed class TupleDatum(IEnumerable<Datum> items) : Datum
{
    public IReadOnlyList<Datum> Items { get; } = [.. items];
}

/// <summary>A position, possibly counted from the end.</summary>
internal sealed class IndexDatum(Dim value, bool fromEnd) : Datum
{
    public Dim Value { get; } = value;

    public bool FromEnd { get; } = fromEnd;

    public Dim Offset(Dim length) => FromEnd ? length - Value : Value;
}

internal sealed class RangeDatum(IndexDatum start, IndexDatum end) : Datum
{
    public IndexDatum Start { get; } = start;

    public IndexDatum End { get; } = end;
}

/// <summary>An <c>Init</c> of the user's library; the numbers come when the shape is known.</summary>
internal sealed class InitDatum(string name, double argument) : Datum
{
    public string Name { get; } = name;

    public double Argument { get; } = argument;
}

/// <summary>A lambda, local function or method group with what it captured.</summary>
internal sealed class FunctionDatum(Func<IReadOnlyList<Datum>, IOperation, Datum> call) : Datum
{
    public Datum Call(IReadOnlyList<Datum> arguments, IOperation site) => call(arguments, site);
}
