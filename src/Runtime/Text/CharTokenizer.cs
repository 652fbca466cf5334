using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime;

namespace Sinter;

/// <summary>One token per Unicode character.</summary>
public sealed class CharTokenizer : Tokenizer
{
    readonly Dictionary<Rune, int> numbers = [];

    CharTokenizer(Vocabulary vocabulary, SpecialTokens special)
        : base(vocabulary, special, Encoding.UTF8.GetBytes)
    {
        foreach (var (token, number) in vocabulary.Numbers)
        {
            if (Single(token) is { } rune && !special.Names.Contains(token)) numbers.Add(rune, number);
        }
    }

    /// <summary>A tokenizer for the characters of a text, in the order of their code points.</summary>
    /// <param name="text">All characters that there are.</param>
    /// <param name="special">Special tokens, numbered first; by default none.</param>
    public static CharTokenizer Train(string text, SpecialTokens? special = null)
    {
        special ??= SpecialTokens.None;
        var runes = new HashSet<Rune>();
        foreach (var rune in text.EnumerateRunes()) runes.Add(rune);
        return new(Join(special, runes.Order().Select(rune => rune.ToString())), special);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file: <c>{"a": 0, …}</c>.</param>
    /// <param name="special">Which tokens are special; by default those of <see cref="SpecialTokens.All"/> that are there.</param>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CharTokenizer Load(string path, SpecialTokens? special = null)
    {
        var vocabulary = Vocabulary.Read(path);
        special = vocabulary.Special(path, special);
        if (vocabulary.Numbers.Keys.FirstOrDefault(token => Single(token) is null && !special.Names.Contains(token)) is { } wrong)
            throw new DataFormatException(path, $"the token '{wrong}' is not one character, and no special token");
        return new(vocabulary, special);
    }

    /// <summary>Writes the vocabulary as JSON: <c>{"a": 0, …}</c>. The file is replaced only when all is written.</summary>
    public void Save(string path) => Vocabulary.Write(path);

    /// <inheritdoc/>
    public override int MaxTokens(int characters) => characters;

    /// <inheritdoc/>
    public override int Encode(ReadOnlySpan<char> text, Span<int> tokens)
    {
        var (count, position) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (count == tokens.Length) throw TooShort(tokens);
            tokens[count++] = numbers.TryGetValue(rune, out var number) ? number : Special.Unknown is null ? throw Missing(rune, position) : Unknown;
            position += rune.Utf16SequenceLength;
        }
        return count;
    }

    static ArgumentException Missing(Rune rune, int position) =>
        new($"The character '{rune}' (U+{rune.Value:X4}) at position {position} is not in the vocabulary, and there is no token for unknown ones.", "text");

    static Rune? Single(string token) => Rune.DecodeFromUtf16(token, out var rune, out var length) == System.Buffers.OperationStatus.Done && length == token.Length ? rune : null;
}
