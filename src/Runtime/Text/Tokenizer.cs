using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Cuts text into tokens and puts it together again: <see cref="CharTokenizer"/>, <see cref="WordTokenizer"/>, <see cref="BytePairTokenizer"/>. Immutable: any number of threads may use one.
/// </summary>
public abstract class Tokenizer
{
    readonly byte[][] bytes;
    readonly bool[] silent;

    private protected Tokenizer(Vocabulary vocabulary, SpecialTokens special, Func<string, byte[]> bytesOf)
    {
        (Vocabulary, Special) = (vocabulary, special);
        bytes = [.. Enumerable.Range(0, vocabulary.Count).Select(token => bytesOf(vocabulary[token]))];
        silent = new bool[vocabulary.Count];
        foreach (var name in new[] { special.Pad, special.Begin, special.End }.OfType<string>()) silent[vocabulary.Numbers[name]] = true;
    }

    /// <summary>The number of tokens, which are numbered from 0.</summary>
    public int Count => Vocabulary.Count;

    /// <summary>The names of the special tokens.</summary>
    public SpecialTokens Special { get; }

    /// <summary>The token that fills sequences up.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Pad => NumberOf(Special.Pad, nameof(Pad));

    /// <summary>The token for text that has no other.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Unknown => NumberOf(Special.Unknown, nameof(Unknown));

    /// <summary>The token that a sequence begins with.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int Begin => NumberOf(Special.Begin, nameof(Begin));

    /// <summary>The token that a sequence ends with.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public int End => NumberOf(Special.End, nameof(End));

    /// <summary>A token as it stands in the vocabulary.</summary>
    public string this[int token] => Vocabulary[token];

    internal Vocabulary Vocabulary { get; }

    /// <summary>Whether tokens are words with a space between them.</summary>
    internal virtual bool HasSpaces => false;

    /// <summary>The number of a token, as it stands in the vocabulary; false: there is no such token.</summary>
    public bool TryFind(ReadOnlySpan<char> token, out int number) => Vocabulary.Lookup.TryGetValue(token, out number);

    /// <summary>How many tokens a text of this many UTF-16 characters has at most.</summary>
    public abstract int MaxTokens(int characters);

    /// <summary>Cuts a text into tokens. Allocates nothing. Special tokens are never read out of the text.</summary>
    /// <param name="text">The text; half a surrogate pair is read as U+FFFD.</param>
    /// <param name="tokens">Where they are written; <see cref="MaxTokens"/> is always enough.</param>
    /// <returns>The number of tokens.</returns>
    /// <exception cref="ArgumentException"><paramref name="tokens"/> is too short, or a part of the text has no token and <see cref="SpecialTokens.Unknown"/> is not given.</exception>
    public abstract int Encode(ReadOnlySpan<char> text, Span<int> tokens);

    /// <summary>Cuts a text into tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="begin">Puts <see cref="Begin"/> before them.</param>
    /// <param name="end">Puts <see cref="End"/> behind them.</param>
    public int[] Encode(string text, bool begin = false, bool end = false)
    {
        var rented = ArrayPool<int>.Shared.Rent(MaxTokens(text.Length) + 2);
        try
        {
            var count = 0;
            if (begin) rented[count++] = Begin;
            count += Encode(text.AsSpan(), rented.AsSpan(count, rented.Length - count - 1));
            if (end) rented[count++] = End;
            return rented[..count];
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    /// <summary>Cuts each text into tokens: the sequences of a data set.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="begin">Puts <see cref="Begin"/> before each.</param>
    /// <param name="end">Puts <see cref="End"/> behind each, also when it was cut off.</param>
    /// <param name="maxTokens">What is longer, begin and end included, is cut off.</param>
    public Sequences<int> EncodeAll(IEnumerable<string> texts, bool begin = false, bool end = false, int maxTokens = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxTokens, (begin ? 1 : 0) + (end ? 1 : 0));
        var sequences = new Sequences<int>();
        foreach (var text in texts)
        {
            var tokens = Encode(text, begin, end);
            if (tokens.Length > maxTokens && end) tokens[maxTokens - 1] = End;
            sequences.Add(tokens.AsSpan(0, Math.Min(tokens.Length, maxTokens)));
        }
        return sequences;
    }

    /// <summary>The text of tokens. Pad, begin and end have none; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Decode(params ReadOnlySpan<int> tokens)
    {
        var text = new StringBuilder();
        var decoder = CreateDecoder();
        foreach (var token in tokens) text.Append(decoder.Append(token));
        return text.Append(decoder.Flush()).ToString();
    }

    /// <summary>Something that puts tokens together as they come, one at a time.</summary>
    public TokenDecoder CreateDecoder() => new(this);

    /// <summary>The UTF-8 bytes that a token stands for; those of a character may be spread over several tokens.</summary>
    public ReadOnlySpan<byte> Bytes(int token)
    {
        _ = Vocabulary[token];
        return silent[token] ? [] : bytes[token];
    }

    internal bool IsSilent(int token)
    {
        _ = Vocabulary[token];
        return silent[token];
    }

    /// <summary>The longest text of a token, in bytes.</summary>
    internal int LongestToken => bytes.Max(token => token.Length);

    private protected static ArgumentException TooShort(Span<int> tokens) => new($"There are more tokens than the {tokens.Length} that fit; {nameof(MaxTokens)} says how many there may be.", nameof(tokens));

    /// <summary>Special tokens, then the tokens of text.</summary>
    private protected static Vocabulary Join(SpecialTokens special, IEnumerable<string> tokens) => new(special.Names.Concat(tokens));

    int NumberOf(string? name, string property) => name is null
        ? throw new InvalidOperationException($"This tokenizer has no special token {nameof(SpecialTokens)}.{property}.")
        : Vocabulary.Numbers[name];
}
