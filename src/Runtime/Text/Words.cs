using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Sinter.Runtime;

/// <summary>The words of a text, between white space, one after the other.</summary>
internal ref struct Words(ReadOnlySpan<char> text)
{
    ReadOnlySpan<char> rest = text;

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly Words GetEnumerator() => this;

    public bool MoveNext()
    {
        rest = rest.TrimStart();
        var length = 0;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length])) length++;
        Current = rest[..length];
        rest = rest[length..];
        return length > 0;
    }
}

/// <summary>How often words are there.</summary>
internal sealed class WordCounts
{
    readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public WordCounts() => lookup = Counts.GetAlternateLookup<ReadOnlySpan<char>>();

    public Dictionary<string, int> Counts { get; } = new(StringComparer.Ordinal);

    public void Add(ReadOnlySpan<char> word) => CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out _)++;
}
