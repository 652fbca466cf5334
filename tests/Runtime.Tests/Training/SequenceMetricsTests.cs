using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class SequenceMetricsTests
{
    [Fact]
    public void Perplexity_weighs_batches_by_their_tokens()
    {
        var perplexity = new Perplexity();
        Assert.True(double.IsNaN(perplexity.Value));
        perplexity.Add(Math.Log(2), 30);
        perplexity.Add(Math.Log(8), 10);
        Assert.Equal(Math.Pow(2, 1.5), perplexity.Value, 1e-12);
        Assert.Equal(1.5, perplexity.BitsPerToken, 1e-12);
    }

    [Fact]
    public void Errors_are_those_of_all_numbers()
    {
        var error = new PredictionError();
        error.Add([1, 2], [2, 4]);
        error.Add([5], [5]);
        Assert.Equal(1, error.MeanAbsolute);
        Assert.Equal(Math.Sqrt(5.0 / 3), error.RootMeanSquare, 1e-12);
        Assert.Throws<ArgumentException>(() => new PredictionError().Add([1], []));
    }

    [Fact]
    public void Edits_are_counted_per_character_and_per_word()
    {
        var rate = new EditErrorRate();
        Assert.Equal(3, rate.AddCharacters("kitten", "sitting"));
        Assert.Equal(5, rate.AddCharacters("", "seven"));
        Assert.Equal(2, rate.AddCharacters("no", ""));
        Assert.Equal(10.0 / 12, rate.Rate);

        rate = new();
        Assert.Equal(3, rate.AddWords("the the cat  sat in a mat", "the cat sat on the mat"));
        Assert.Equal(0, rate.AddWords(" one two ", "one two"));
        Assert.Equal(3.0 / 8, rate.Rate);
        Assert.Equal(1, rate.Add<int>([1, 2, 3], [1, 3]));
    }

    /// <summary>The examples of the paper: "the" seven times, and the two candidates of its section 2.</summary>
    [Fact]
    public void Bleu_counts_as_the_paper_does()
    {
        var words = new Dictionary<string, int>();
        var references = new Sequences<int>();
        references.Add(Tokens("the cat is on the mat"));
        references.Add(Tokens("there is a cat on the mat"));
        var bleu = new BleuScore();
        bleu.Add(Tokens("the the the the the the the"), references, [0, 1]);
        Assert.Equal(2.0 / 7, bleu.Precision(1), 1e-12);
        Assert.Equal(7, bleu.ReferenceLength);
        Assert.Equal(0, bleu.Value());

        references.Clear();
        references.Add(Tokens("it is a guide to action that ensures that the military will forever heed party commands"));
        references.Add(Tokens("it is the guiding principle which guarantees the military forces always being under the command of the party"));
        references.Add(Tokens("it is the practical guide for the army always to heed the directions of the party"));
        bleu = new();
        bleu.Add(Tokens("it is a guide to action which ensures that the military always obeys the commands of the party"), references, [0, 1, 2]);
        Assert.Equal(17.0 / 18, bleu.Precision(1), 1e-12);
        Assert.Equal(10.0 / 17, bleu.Precision(2), 1e-12);
        bleu = new();
        bleu.Add(Tokens("it is to insure the troops forever hearing the activity guidebook that party direct"), references, [0, 1, 2]);
        Assert.Equal(8.0 / 14, bleu.Precision(1), 1e-12);
        Assert.Equal(1.0 / 13, bleu.Precision(2), 1e-12);

        int[] Tokens(string text) => [.. text.Split(' ').Select(word => words.TryAdd(word, words.Count) ? words[word] : words[word])];
    }

    /// <summary>The formula once more, with dictionaries.</summary>
    [Theory]
    [InlineData(BleuSmoothing.None)]
    [InlineData(BleuSmoothing.AddOne)]
    [InlineData(BleuSmoothing.Exponential)]
    public void Bleu_of_a_corpus_equals_its_formula(BleuSmoothing smoothing)
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var pairs = Enumerable.Range(0, random.Next(1, 5)).Select(_ => (Hypothesis: Sentence(), Reference: Sentence())).ToArray();
            var bleu = new BleuScore();
            foreach (var (hypothesis, reference) in pairs) bleu.Add(hypothesis, reference);

            var (sum, misses, c, r) = (0.0, 0, pairs.Sum(p => p.Hypothesis.Length), pairs.Sum(p => p.Reference.Length));
            for (var n = 1; n <= 4; n++)
            {
                double matched = pairs.Sum(p => Grams(p.Hypothesis, n).Sum(g => Math.Min(g.Value, Grams(p.Reference, n).GetValueOrDefault(g.Key))));
                double total = pairs.Sum(p => Grams(p.Hypothesis, n).Values.Sum());
                if (smoothing == BleuSmoothing.AddOne && n > 1) (matched, total) = (matched + 1, total + 1);
                if (smoothing == BleuSmoothing.Exponential && matched == 0) matched = Math.Pow(0.5, ++misses);
                sum += total == 0 ? double.NegativeInfinity : Math.Log(matched / total);
            }
            Assert.Equal((c > r ? 1 : Math.Exp(1 - (double)r / c)) * Math.Exp(sum / 4), bleu.Value(smoothing), 1e-12);
        }

        int[] Sentence() => [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => random.Next(3))];

        static Dictionary<string, int> Grams(int[] sentence, int n) => Enumerable.Range(0, Math.Max(0, sentence.Length - n + 1))
            .Select(at => string.Join(" ", sentence.Skip(at).Take(n))).GroupBy(gram => gram).ToDictionary(group => group.Key, group => group.Count());
    }

    [Fact]
    public void Bleu_of_the_same_is_one_and_of_nothing_is_zero()
    {
        var bleu = new BleuScore();
        Assert.Equal(0, bleu.Value());
        bleu.Add([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]);
        Assert.Equal(1, bleu.Value(), 1e-12);
        bleu.Add([], [1, 2, 3, 4, 5]);
        Assert.Equal(Math.Exp(-1), bleu.Value(), 1e-12);
    }

    [Fact]
    public void Adding_allocates_nothing()
    {
        var (bleu, rate, error, perplexity) = (new BleuScore(), new EditErrorRate(), new PredictionError(), new Perplexity());
        float[] numbers = [1, 2, 3];
        Add();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Add();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Add()
        {
            bleu.Add([1, 2, 3, 4, 5, 1, 2], [1, 2, 3, 4, 1]);
            rate.AddWords("one two three", "one three four");
            rate.AddCharacters("one two three", "one three four");
            error.Add(numbers, numbers);
            perplexity.Add(1, 2);
        }
    }
}
