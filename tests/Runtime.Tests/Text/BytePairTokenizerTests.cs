using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Sinter.Runtime.Tests.Text;

public class BytePairTokenizerTests
{
    static readonly JsonElement Golden = Fixtures.Json("byte-pairs.json");

    static string[] Texts => [.. Golden.GetProperty("texts").EnumerateArray().Select(entry => entry.GetProperty("text").GetString()!)];

    [Fact]
    public void Pieces_are_those_of_the_reference()
    {
        foreach (var entry in Golden.GetProperty("texts").EnumerateArray())
            Assert.Equal(entry.GetProperty("pieces").EnumerateArray().Select(piece => piece.GetString()), Pieces(entry.GetProperty("text").GetString()!));
    }

    /// <summary>GPT-2's own expression, where .NET's engine means the same by it: on characters up to U+FFFF.</summary>
    [Fact]
    public void Pieces_are_those_of_the_regular_expression()
    {
        var pattern = new Regex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+");
        const string alphabet = "aZé日ªʰ09²Ⅷ٣  \t\n\r\u0085\u00a0\u2003\u3000''''sstmdrevl.,!_-\u0301\u0000\u200b";
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Create(random.Next(12), random, (characters, r) =>
            {
                foreach (ref var character in characters) character = r.Next(8) == 0 ? (char)r.Next(0xD800) : alphabet[r.Next(alphabet.Length)];
            });
            Assert.Equal(pattern.Matches(text).Select(match => match.Value), Pieces(text));
        }
    }

    [Fact]
    public void Bytes_are_written_as_GPT_2_does() => Assert.Equal(Golden.GetProperty("alphabet").GetString(), ByteAlphabet.Write([.. Enumerable.Range(0, 256).Select(b => (byte)b)]));

    [Fact]
    public void Training_and_encoding_agree_with_the_reference()
    {
        var tokenizer = Trained();
        var merges = Golden.GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!.Replace(" ", "")).ToArray();
        Assert.Equal(merges, Enumerable.Range(256, tokenizer.Count - 256).Select(token => tokenizer[token]));
        foreach (var entry in Golden.GetProperty("texts").EnumerateArray())
            Assert.Equal(entry.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32()), tokenizer.Encode(entry.GetProperty("text").GetString()!));
    }

    [Fact]
    public void No_text_turns_into_a_special_token()
    {
        var tokenizer = BytePairTokenizer.Train([string.Concat(Enumerable.Repeat("<|endoftext|><pad>", 50))], 400, special: new() { Pad = "pad", End = "<|" });
        var tokens = tokenizer.Encode("<|endoftext|><pad>");
        Assert.DoesNotContain(tokenizer.Pad, tokens);
        Assert.DoesNotContain(tokenizer.End, tokens);
        Assert.Equal("<|endoftext|><pad>", tokenizer.Decode(tokens));
    }

    [Fact]
    public void Any_text_comes_back()
    {
        var tokenizer = Trained();
        var random = new Random(2);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => new Rune(random.Next(4) == 0 ? random.Next(0xE000, 0x110000) : random.Next(0x250))));
            Assert.Equal(text, tokenizer.Decode(tokenizer.Encode(text)));
        }
        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.Encode("a\uD800b")));
    }

    [Fact]
    public void A_character_appears_with_the_last_of_its_tokens()
    {
        var tokenizer = BytePairTokenizer.Train([], 256);
        var decoder = tokenizer.CreateDecoder();
        var shown = tokenizer.Encode("ö👍").Select(token => decoder.Append(token).ToString()).ToArray();
        Assert.Equal(["", "ö", "", "", "", "👍"], shown);
        Assert.Equal("", decoder.Append(0xF0).ToString());
        Assert.Equal("\uFFFD", decoder.Flush().ToString());
        Assert.Equal("a", decoder.Append('a').ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => decoder.Append(256).ToString());
    }

    [Fact]
    public void Files_are_those_of_GPT_2()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = BytePairTokenizer.Train(Texts, 300, special: SpecialTokens.Gpt2);
        tokenizer.Save(folder["vocab.json"], folder["merges.txt"]);
        Assert.Equal(2, folder.Files.Length);
        Assert.StartsWith("#version: 0.2\n", File.ReadAllText(folder["merges.txt"]));
        Assert.StartsWith("{\"<|endoftext|>\":0,", File.ReadAllText(folder["vocab.json"]));

        var loaded = BytePairTokenizer.Load(folder["vocab.json"], folder["merges.txt"], SpecialTokens.Gpt2);
        Assert.Equal(0, loaded.End);
        Assert.Equal(loaded.Begin, loaded.End);
        Assert.Equal(tokenizer.Count, loaded.Count);
        foreach (var text in Texts)
        {
            Assert.Equal(tokenizer.Encode(text), loaded.Encode(text));
            Assert.Equal(text, loaded.Decode([loaded.Begin, .. loaded.Encode(text), loaded.End]));
        }
        Assert.Throws<InvalidOperationException>(() => loaded.Pad);
    }

    /// <summary>Numbers in any order, and special tokens last: as in the files that GPT-2 was published with.</summary>
    [Fact]
    public void Reads_files_in_another_order()
    {
        using var folder = new TemporaryFolder();
        var bytes = Enumerable.Range(0, 256).Select(b => $"{JsonSerializer.Serialize(ByteAlphabet.Write([(byte)b]))}: {255 - b}");
        var vocabulary = folder.Write("vocab.json", Encoding.UTF8.GetBytes($"{{\"<|endoftext|>\": 259, \"he\": 256, \"hel\": 258, \"\\u0120l\": 257, {string.Join(", ", bytes)}}}"));
        var tokenizer = BytePairTokenizer.Load(vocabulary, folder.Write("merges.txt", "#version: 0.2\nh e\nĠ l\nhe l\n"u8.ToArray()), SpecialTokens.Gpt2);
        Assert.Equal([258, 255 - 'l', 255 - 'o', 257], tokenizer.Encode("hello l"));
        Assert.Equal(259, tokenizer.End);
        Assert.Equal(" l"u8.ToArray(), tokenizer.Bytes(257).ToArray());
    }

    [Theory]
    [InlineData("h e\nhe", "line 2: 'he' is not two tokens with a space between them")]
    [InlineData("h e\nh e", "line 2: the pair 'h e' is there twice")]
    [InlineData("#version\nh  e", "line 2: 'h  e' is not two tokens")]
    [InlineData("h e\n\nx y", "line 3: 'xy' is not among the vocabulary's 257 tokens")]
    public void Says_where_merges_are_wrong(string merges, string problem)
    {
        using var folder = new TemporaryFolder();
        BytePairTokenizer.Train(["he he"], 257).Save(folder["vocab.json"], folder["merges.txt"]);
        folder.Write("merges.txt", Encoding.UTF8.GetBytes(merges));
        var error = Assert.Throws<DataFormatException>(() => BytePairTokenizer.Load(folder["vocab.json"], folder["merges.txt"]));
        Assert.Contains(problem, error.Message);
        Assert.Equal(folder["merges.txt"], error.Path);
    }

    [Theory]
    [InlineData("[]", "line 1: found StartArray, expected an object")]
    [InlineData("{\"a\": 0,\n\"b\": \"c\"}", "line 2: the number of token 'b' is String, expected an integer")]
    [InlineData("{\"a\": 0,\n\"b\" 1}", "line 2, byte 5: not JSON")]
    [InlineData("{\"a\": 0, \"b\": 2}", "token 'b' has number 2, expected 0 to 1: there are 2 tokens")]
    [InlineData("{\"a\": 0, \"b\": 0}", "tokens 'a' and 'b' both have number 0")]
    [InlineData("{\"a\": 0, \"a\": 1}", "token 'a' is there twice")]
    [InlineData("{\"a\": 0}", "there is no token 'Ā' for the byte 0x00")]
    [InlineData("", "not JSON")]
    [InlineData("{\"a\\uD800\": 0}", "line 1: not Unicode text")]
    public void Says_where_a_vocabulary_is_wrong(string vocabulary, string problem)
    {
        using var folder = new TemporaryFolder();
        var (path, merges) = (folder.Write("vocab.json", Encoding.UTF8.GetBytes(vocabulary)), folder.Write("merges.txt", []));
        Assert.Contains(problem, Assert.Throws<DataFormatException>(() => BytePairTokenizer.Load(path, merges)).Message);
    }

    [Fact]
    public void Names_the_special_token_that_is_missing()
    {
        using var folder = new TemporaryFolder();
        BytePairTokenizer.Train([], 256).Save(folder["vocab.json"], folder["merges.txt"]);
        var error = Assert.Throws<DataFormatException>(() => BytePairTokenizer.Load(folder["vocab.json"], folder["merges.txt"], SpecialTokens.Gpt2));
        Assert.Contains("the special token '<|endoftext|>' is not among the 256 tokens", error.Message);
    }

    [Fact]
    public void Damaged_files_give_the_documented_exception()
    {
        using var folder = new TemporaryFolder();
        Trained().Save(folder["vocab.json"], folder["merges.txt"]);
        var (vocabulary, merges) = (File.ReadAllBytes(folder["vocab.json"]), File.ReadAllBytes(folder["merges.txt"]));
        var failures = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            folder.Write("v", seed % 2 == 0 ? Corruption.Damage(vocabulary, seed) : vocabulary);
            folder.Write("m", seed % 2 == 1 ? Corruption.Damage(merges, seed) : merges);
            if (Corruption.FailsOnlyWith<DataFormatException>(() => BytePairTokenizer.Load(folder["v"], folder["m"]))) failures++;
        }
        Assert.InRange(failures, 200, 400);
    }

    [Fact]
    public void Encoding_into_a_span_allocates_nothing()
    {
        var tokenizer = Trained();
        var text = string.Concat(Texts);
        var (tokens, decoder) = (new int[tokenizer.MaxTokens(text.Length)], tokenizer.CreateDecoder());
        var expected = Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var actual = Run();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, allocated);
        Assert.Equal(expected, actual);

        int Run()
        {
            var count = tokenizer.Encode(text.AsSpan(), tokens);
            for (var i = 0; i < count; i++) decoder.Append(tokens[i]);
            return count;
        }
    }

    [Fact]
    public void A_span_of_just_the_right_length_is_enough()
    {
        var tokenizer = Trained();
        var tokens = new int[tokenizer.Encode("newest lower").Length];
        Assert.Equal(tokens.Length, tokenizer.Encode("newest lower", tokens));
        Assert.Contains("the 1 that fit", Assert.Throws<ArgumentException>(() => tokenizer.Encode("newest lower", tokens.AsSpan(0, 1))).Message);
    }

    [Fact]
    public void Long_pieces_take_no_square_time()
    {
        var tokenizer = Trained();
        var clock = Stopwatch.StartNew();
        Assert.InRange(tokenizer.Encode(new string('a', 300_000)).Length, 1, 300_000);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    static BytePairTokenizer Trained() => BytePairTokenizer.Train(Texts, 256 + 60);

    static string[] Pieces(string text)
    {
        var pieces = new List<string>();
        foreach (var piece in new Gpt2Splitter(text)) pieces.Add(piece.ToString());
        return [.. pieces];
    }
}
