using System;
using System.IO;
using Xunit;

namespace Sinter.Runtime.Tests.Text;

public class CharTokenizerTests
{
    [Fact]
    public void Numbers_characters_by_code_point()
    {
        var tokenizer = CharTokenizer.Train("hello 👍!");
        Assert.Equal([" ", "!", "e", "h", "l", "o", "👍"], new[] { tokenizer[0], tokenizer[1], tokenizer[2], tokenizer[3], tokenizer[4], tokenizer[5], tokenizer[6] });
        Assert.Equal([3, 2, 6, 4], tokenizer.Encode("he👍l"));
        Assert.Equal("he👍l", tokenizer.Decode(3, 2, 6, 4));
        Assert.Contains("'x' (U+0078) at position 3", Assert.Throws<ArgumentException>(() => tokenizer.Encode("👍hx")).Message);
    }

    [Fact]
    public void Special_tokens_come_first_and_have_no_text()
    {
        var tokenizer = CharTokenizer.Train("ab", SpecialTokens.All);
        Assert.Equal((0, 1, 2, 3), (tokenizer.Pad, tokenizer.Unknown, tokenizer.Begin, tokenizer.End));
        Assert.Equal([2, 4, 1, 5, 3], tokenizer.Encode("axb", begin: true, end: true));
        Assert.Equal("a<unk>b", tokenizer.Decode(2, 4, 1, 5, 3, 0, 0));
        Assert.Equal([1, 1, 4, 1, 1], tokenizer.Encode("<pad>"));
    }

    [Fact]
    public void Many_texts_become_sequences()
    {
        var tokenizer = CharTokenizer.Train("abc", SpecialTokens.All);
        var sequences = tokenizer.EncodeAll(["abc", "", "b"], begin: true, end: true, maxTokens: 4);
        Assert.Equal([2, 4, 5, 3], sequences[0].ToArray());
        Assert.Equal([2, 3], sequences[1].ToArray());
        Assert.Equal([2, 5, 3], sequences[2].ToArray());
    }

    [Fact]
    public void Comes_back_from_its_file()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = CharTokenizer.Train("\"\\\n\u00e5👍", SpecialTokens.All);
        tokenizer.Save(folder["vocab.json"]);
        var loaded = CharTokenizer.Load(folder["vocab.json"]);
        Assert.Equal(tokenizer.Encode("👍\u00e5\n\\\"?"), loaded.Encode("👍\u00e5\n\\\"?"));
        Assert.Equal(SpecialTokens.All, loaded.Special);

        File.WriteAllText(folder["vocab.json"], "{\"ab\": 0}");
        Assert.Contains("'ab' is not one character", Assert.Throws<DataFormatException>(() => CharTokenizer.Load(folder["vocab.json"])).Message);
    }

    [Fact]
    public void Encoding_into_a_span_allocates_nothing()
    {
        var tokenizer = CharTokenizer.Train("abc", SpecialTokens.All);
        var tokens = new int[10];
        tokenizer.Encode("abcabcx", tokens);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = tokenizer.Encode("abcabcx", tokens);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(7, count);
        Assert.Throws<ArgumentException>(() => tokenizer.Encode("abc", tokens.AsSpan(0, 2)));
    }
}
