using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime;

namespace Sinter;

/// <summary>One token per word, words being what is between white space. Decoded, they have one space between them.</summary>
public sealed class WordTokenizer : Tokenizer
{
    readonly bool[] special;

    WordTokenizer(Vocabulary vocabulary, SpecialTokens special)
        : base(vocabulary, special, Encoding.UTF8.GetBytes)
    {
        this.special = new bool[vocabulary.Count];
        foreach (var name in special.Names) this.special[vocabulary.Numbers[name]] = true;
    }

    internal override bool HasSpaces => true;

    /// <summary>A tokenizer for the words of some texts, the most frequent first; of equally frequent ones the lower in ordinal order.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">How many tokens there are at most, special ones included.</param>
    /// <param name="minCount">How often a word must be there to get a token.</param>
    /// <param name="special">Special tokens, numbered first; by default none.</param>
    public static WordTokenizer Train(IEnumerable<string> texts, int size = int.MaxValue, int minCount = 1, SpecialTokens? special = null)
    {
        special ??= SpecialTokens.None;
        ArgumentOutOfRangeException.ThrowIfLessThan(size, special.Names.Count());
        var counts = new WordCounts();
        foreach (var text in texts)
        {
            foreach (var word in new Words(text)) counts.Add(word);
        }
        var words = counts.Counts
            .Where(entry => entry.Value >= minCount && !special.Names.Contains(entry.Key))
            .OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => entry.Key);
        return new(Join(special, words.Take(size - special.Names.Count())), special);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file: <c>{"the": 0, …}</c>.</param>
    /// <param name="special">Which tokens are special; by default those of <see cref="SpecialTokens.All"/> that are there.</param>
    /// <exception cref="DataFormatException">The file is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WordTokenizer Load(string path, SpecialTokens? special = null)
    {
        var vocabulary = Vocabulary.Read(path);
        return new(vocabulary, vocabulary.Special(path, special));
    }

    /// <summary>Writes the vocabulary as JSON: <c>{"the": 0, …}</c>. The file is replaced only when all is written.</summary>
    public void Save(string path) => Vocabulary.Write(path);

    /// <inheritdoc/>
    public override int MaxTokens(int characters) => (characters + 1) / 2;

    /// <inheritdoc/>
    public override int Encode(ReadOnlySpan<char> text, Span<int> tokens)
    {
        var count = 0;
        foreach (var word in new Words(text))
        {
            if (count == tokens.Length) throw TooShort(tokens);
            tokens[count++] = TryFind(word, out var number) && !special[number] ? number : Special.Unknown is null ? throw Missing(word) : Unknown;
        }
        return count;
    }

    static ArgumentException Missing(ReadOnlySpan<char> word) =>
        new($"The word '{word}' is not in the vocabulary, and there is no token for unknown ones.", "text");
}
