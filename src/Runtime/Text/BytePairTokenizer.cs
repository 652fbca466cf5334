using System;
using System.Buffers;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// Byte-pair encoding over bytes, as GPT-2's (Radford et al. 2019): every text has tokens, and <see cref="Tokenizer.Decode"/> gives exactly it back. Reads and writes GPT-2's two files.
/// </summary>
public sealed class BytePairTokenizer : Tokenizer
{
    const string MergesHeader = "#version: 0.2";

    readonly int[] byteTokens;
    readonly IReadOnlyList<(int Left, int Right, int Result)> pairs;
    readonly BytePairMerges merges;

    BytePairTokenizer(Vocabulary vocabulary, SpecialTokens special, int[] byteTokens, IReadOnlyList<(int Left, int Right, int Result)> pairs)
        : base(vocabulary, special, ByteAlphabet.Read) => (this.byteTokens, this.pairs, merges) = (byteTokens, pairs, new BytePairMerges(pairs));

    /// <summary>
    /// Learns merges from texts: special tokens first, then the 256 bytes, then a token for each merged pair, the most frequent pair first. Deterministic.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="size">How many tokens there are at most, special ones and the 256 bytes included.</param>
    /// <param name="minCount">How often a pair must be there to be merged.</param>
    /// <param name="special">Special tokens, numbered first; by default none.</param>
    public static BytePairTokenizer Train(IEnumerable<string> texts, int size, int minCount = 2, SpecialTokens? special = null)
    {
        special ??= SpecialTokens.None;
        var first = special.Names.Count();
        ArgumentOutOfRangeException.ThrowIfLessThan(size, first + 256);

        var tokens = new List<string>(special.Names.Concat(Bytes().Select(b => ByteAlphabet.Write([b]))));
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var token = 0; token < tokens.Count; token++) known.Add(tokens[token], token);
        var pairs = new List<(int, int, int)>();
        var training = new BytePairTraining(texts, first);
        while (tokens.Count < size && training.TryNext(minCount, out var pair))
        {
            var text = tokens[pair.Left] + tokens[pair.Right];
            if (!known.TryGetValue(text, out var result))
            {
                known.Add(text, result = tokens.Count);
                tokens.Add(text);
            }
            if (result < first) continue;      // spelled like a special token, which no text may turn into
            training.Merge(pair, result);
            pairs.Add((pair.Left, pair.Right, result));
        }
        return new(new Vocabulary(tokens), special, [.. Bytes().Select(b => first + b)], pairs);
    }

    /// <summary>Reads GPT-2's files, or what <see cref="Save"/> wrote.</summary>
    /// <param name="vocabularyPath">vocab.json: <c>{"!": 0, …}</c>.</param>
    /// <param name="mergesPath">merges.txt: a pair per line, in the order in which they were learned.</param>
    /// <param name="special">Which tokens are special, e.g. <see cref="SpecialTokens.Gpt2"/>; by default those of <see cref="SpecialTokens.All"/> that are there.</param>
    /// <exception cref="DataFormatException">A file is damaged, or they do not fit each other.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static BytePairTokenizer Load(string vocabularyPath, string mergesPath, SpecialTokens? special = null)
    {
        var vocabulary = Vocabulary.Read(vocabularyPath);
        special = vocabulary.Special(vocabularyPath, special);
        var byteTokens = new int[256];
        foreach (var b in Bytes())
        {
            var written = ByteAlphabet.Write([b]);
            byteTokens[b] = vocabulary.Numbers.TryGetValue(written, out var token) ? token
                : throw new DataFormatException(vocabularyPath, $"there is no token '{written}' for the byte 0x{b:X2}; each of the 256 bytes needs one");
        }
        return new(vocabulary, special, byteTokens, ReadMerges(mergesPath, vocabulary));
    }

    /// <summary>Writes GPT-2's files. A file is replaced only when all of it is written.</summary>
    /// <param name="vocabularyPath">vocab.json.</param>
    /// <param name="mergesPath">merges.txt.</param>
    public void Save(string vocabularyPath, string mergesPath)
    {
        Vocabulary.Write(vocabularyPath);
        AtomicFile.Write(mergesPath, stream =>
        {
            using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
            text.WriteLine(MergesHeader);
            foreach (var (left, right, _) in pairs) text.WriteLine($"{this[left]} {this[right]}");
        });
    }

    /// <inheritdoc/>
    /// <remarks>A UTF-16 character is at most three bytes of UTF-8, and each may stay a token.</remarks>
    public override int MaxTokens(int characters) => checked(3 * characters);

    /// <inheritdoc/>
    public override int Encode(ReadOnlySpan<char> text, Span<int> tokens)
    {
        var count = 0;
        foreach (var piece in new Gpt2Splitter(text)) count += EncodePiece(piece, tokens[count..]);
        return count;
    }

    int EncodePiece(ReadOnlySpan<char> piece, Span<int> tokens)
    {
        // Bytes are written as tokens where the result goes, when there is room for all of them; merging only makes them fewer.
        var length = Encoding.UTF8.GetByteCount(piece);
        if (length > tokens.Length) return EncodeTightly(piece, length, tokens);

        var count = 0;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in piece.EnumerateRunes())
        {
            foreach (var b in bytes[..rune.EncodeToUtf8(bytes)]) tokens[count++] = byteTokens[b];
        }
        return merges.Apply(tokens[..count]);
    }

    int EncodeTightly(ReadOnlySpan<char> piece, int length, Span<int> tokens)
    {
        var rented = ArrayPool<int>.Shared.Rent(length);
        try
        {
            var count = EncodePiece(piece, rented);
            if (count > tokens.Length) throw TooShort(tokens);
            rented.AsSpan(0, count).CopyTo(tokens);
            return count;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(rented);
        }
    }

    static List<(int, int, int)> ReadMerges(string path, Vocabulary vocabulary)
    {
        var pairs = new List<(int, int, int)>();
        var seen = new HashSet<long>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line.StartsWith("#version", StringComparison.Ordinal))) continue;
            if (line.Split(' ') is not [{ Length: > 0 } left, { Length: > 0 } right]) throw Error(number, $"'{line}' is not two tokens with a space between them");
            var pair = (Left: Find(number, left), Right: Find(number, right), Find(number, left + right));
            if (!seen.Add(BytePairMerges.Key(pair.Left, pair.Right))) throw Error(number, $"the pair '{line}' is there twice");
            pairs.Add(pair);
        }
        return pairs;

        int Find(int line, string token) => vocabulary.Numbers.TryGetValue(token, out var found) ? found : throw Error(line, $"'{token}' is not among the vocabulary's {vocabulary.Count} tokens");

        DataFormatException Error(int line, string problem) => new(path, $"line {line}: {problem}");
    }

    static IEnumerable<byte> Bytes() => Enumerable.Range(0, 256).Select(b => (byte)b);
}
