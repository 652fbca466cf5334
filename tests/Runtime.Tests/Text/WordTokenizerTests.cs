using System;
using System.IO;
using Xunit;

namespace Sinter.Runtime.Tests.Text;

public class WordTokenizerTests
{
    static readonly string[] Texts = ["the cat saw the dog", "a dog saw a  bird\tthe end"];

    [Fact]
    public void Frequent_words_come_first()
    {
        var tokenizer = WordTokenizer.Train(Texts, special: SpecialTokens.All);
        Assert.Equal(["the", "a", "dog", "saw", "bird", "cat", "end"], Array.ConvertAll([4, 5, 6, 7, 8, 9, 10], token => tokenizer[token]));
        Assert.Equal([4, 9, 1, 5, 6], tokenizer.Encode(" the cat\n ate a dog "));
        Assert.Equal("the cat <unk> a dog", tokenizer.Decode(2, 4, 9, 1, 5, 6, 3, 0));
        Assert.Equal([1], tokenizer.Encode("<pad>"));
    }

    [Fact]
    public void Rare_words_and_those_beyond_the_size_are_unknown()
    {
        Assert.Equal(8, WordTokenizer.Train(Texts, minCount: 2, special: SpecialTokens.All).Count);
        Assert.Equal(6, WordTokenizer.Train(Texts, size: 6, special: SpecialTokens.All).Count);
        Assert.Contains("The word 'cow' is not in the vocabulary", Assert.Throws<ArgumentException>(() => WordTokenizer.Train(Texts).Encode("the cow")).Message);
    }

    [Fact]
    public void Comes_back_from_its_file()
    {
        using var folder = new TemporaryFolder();
        var tokenizer = WordTokenizer.Train(Texts, special: new() { Unknown = "?" });
        tokenizer.Save(folder["words.json"]);
        var loaded = WordTokenizer.Load(folder["words.json"], new() { Unknown = "?" });
        Assert.Equal(tokenizer.Encode("the end is near"), loaded.Encode("the end is near"));
        Assert.Single(folder.Files);
    }

    [Fact]
    public void Damaged_files_give_the_documented_exception()
    {
        using var folder = new TemporaryFolder();
        WordTokenizer.Train(Texts, special: SpecialTokens.All).Save(folder["words.json"]);
        var content = File.ReadAllBytes(folder["words.json"]);
        var failures = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var path = folder.Write("damaged", Corruption.Damage(content, seed));
            if (Corruption.FailsOnlyWith<DataFormatException>(() => WordTokenizer.Load(path))) failures++;
        }
        Assert.InRange(failures, 150, 400);
    }

    [Fact]
    public void Encoding_into_a_span_allocates_nothing()
    {
        var tokenizer = WordTokenizer.Train(Texts, special: SpecialTokens.All);
        var tokens = new int[10];
        tokenizer.Encode("the cat ate", tokens);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = tokenizer.Encode("the cat ate", tokens);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(3, count);
    }
}
