using System;

namespace Sinter;

/// <summary>
/// What is taken of one axis: a position (<c>0</c>, <c>^1</c>: the axis vanishes) or a range (<c>..</c>, <c>1..^1</c>: it stays). Made by conversion from
/// <see langword="int"/>, <see cref="Index"/> and <see cref="Range"/>, never by name.
/// </summary>
public readonly struct Slice
{
    /// <summary>One position.</summary>
    public static implicit operator Slice(int position) => throw CompiledLanguage.NotExecuted();

    /// <summary>One position, also counted from the end.</summary>
    public static implicit operator Slice(Index position) => throw CompiledLanguage.NotExecuted();

    /// <summary>Neighboring positions.</summary>
    public static implicit operator Slice(Range range) => throw CompiledLanguage.NotExecuted();
}
