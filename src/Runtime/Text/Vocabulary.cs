using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sinter.Runtime;

/// <summary>Tokens and their numbers, and the file in which they are kept: one JSON object, <c>{"token": number, …}</c>, as GPT-2's vocab.json.</summary>
internal sealed class Vocabulary
{
    readonly string[] tokens;
    readonly Dictionary<string, int> numbers;

    /// <param name="tokens">By number; each is there once.</param>
    public Vocabulary(IEnumerable<string> tokens)
    {
        this.tokens = [.. tokens];
        numbers = new(this.tokens.Length, StringComparer.Ordinal);
        for (var i = 0; i < this.tokens.Length; i++)
        {
            if (!numbers.TryAdd(this.tokens[i], i)) throw new ArgumentException($"The token '{this.tokens[i]}' is there twice.", nameof(tokens));
        }
        Lookup = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public int Count => tokens.Length;

    public IReadOnlyDictionary<string, int> Numbers => numbers;

    /// <summary>Finds numbers without making strings.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }

    public string this[int token] => (uint)token < (uint)tokens.Length
        ? tokens[token]
        : throw new ArgumentOutOfRangeException(nameof(token), token, $"A token of this vocabulary is from 0 to {tokens.Length - 1}.");

    /// <summary>The special tokens of a file: those that were asked for, or of the usual ones those that are there.</summary>
    public SpecialTokens Special(string path, SpecialTokens? asked)
    {
        if (asked?.Names.FirstOrDefault(name => !numbers.ContainsKey(name)) is { } missing)
            throw new DataFormatException(path, $"the special token '{missing}' is not among the {Count} tokens");
        return asked ?? SpecialTokens.All.In(numbers);
    }

    public void Write(string path) => AtomicFile.Write(path, stream =>
    {
        // Characters outside of ASCII stay readable; nothing here ends up in a web page.
        using var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        for (var i = 0; i < tokens.Length; i++) json.WriteNumber(tokens[i], i);
        json.WriteEndObject();
    });

    public static Vocabulary Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var json = new Utf8JsonReader(content.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? content.AsSpan(Encoding.UTF8.Preamble.Length) : content);
        try
        {
            return new(Read(path, content, ref json));
        }
        catch (JsonException e)
        {
            throw new DataFormatException(path, $"line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: not JSON: {e.Message.Split(" LineNumber")[0].TrimEnd('.')}", e);
        }
        catch (InvalidOperationException e)
        {
            // What GetString throws for an escape that is half of a character, and for bytes that are not UTF-8.
            throw Error(path, content, json, $"not Unicode text: {e.Message.TrimEnd('.')}");
        }
    }

    static string[] Read(string path, byte[] content, ref Utf8JsonReader json)
    {
        var found = new List<(string Token, int Number)>();
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) throw Error(path, content, json, $"found {json.TokenType}, expected an object of tokens and their numbers");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var token = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt32(out var number)) throw Error(path, content, json, $"the number of token '{token}' is {json.TokenType}, expected an integer");
            found.Add((token, number));
        }
        while (json.Read()) { }

        var tokens = new string[found.Count];
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (token, number) in found)
        {
            if ((uint)number >= (uint)tokens.Length) throw new DataFormatException(path, $"token '{token}' has number {number}, expected 0 to {tokens.Length - 1}: there are {tokens.Length} tokens");
            if (tokens[number] is { } other) throw new DataFormatException(path, $"tokens '{other}' and '{token}' both have number {number}");
            if (!names.Add(token)) throw new DataFormatException(path, $"token '{token}' is there twice");
            tokens[number] = token;
        }
        return tokens;
    }

    static DataFormatException Error(string path, byte[] content, in Utf8JsonReader json, string problem) =>
        new(path, $"line {1 + content.AsSpan(0, (int)Math.Min(json.TokenStartIndex, content.Length)).Count((byte)'\n')}: {problem}");
}
