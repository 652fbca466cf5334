using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Generation;

/// <summary>What is drawn, how often, and from which tokens: against straightforward references.</summary>
public sealed class SamplerTests
{
    const int Vocabulary = 37;

    // The 0.999 quantile of χ² with n degrees of freedom (Wilson and Hilferty 1931).
    static double Limit(int n) => n * Math.Pow(1 - 2.0 / (9 * n) + 3.0902 * Math.Sqrt(2.0 / (9 * n)), 3);

    public static TheoryData<float, int, float> Settings => new()
    {
        { 1, 0, 1 }, { 0.5f, 0, 1 }, { 2, 0, 1 }, { 1, 7, 1 }, { 1, 0, 0.8f }, { 0.7f, 12, 0.9f }, { 1, 1, 1 }, { 1, 0, 0.01f }, { 1.3f, 100, 0.999f },
    };

    [Theory, MemberData(nameof(Settings))]
    public void Frequencies_are_the_probabilities_of_what_is_kept(float temperature, int topK, float topP)
    {
        const int Draws = 20_000;
        var scores = Scores(1);
        var expected = Reference(scores, temperature, topK, topP);
        var sampler = new Sampler(Vocabulary, new Sampling { Temperature = temperature, TopK = topK, TopP = topP, Seed = 7 });
        var counts = new int[Vocabulary];
        for (var i = 0; i < Draws; i++) counts[sampler.Next((float[])scores.Clone())]++;

        Assert.All(Enumerable.Range(0, Vocabulary), token => Assert.True(expected[token] > 0 || counts[token] == 0, $"{token} was drawn"));
        // Rare tokens count together: χ² needs some of each.
        var common = Enumerable.Range(0, Vocabulary).Where(token => expected[token] * Draws >= 10).ToArray();
        var rare = 1 - common.Sum(token => expected[token]);
        var chi = common.Sum(token => Square(counts[token] - expected[token] * Draws) / (expected[token] * Draws));
        if (rare * Draws >= 10) chi += Square(Draws - common.Sum(token => counts[token]) - rare * Draws) / (rare * Draws);
        Assert.True(common.Length == 1 ? counts[common[0]] == Draws || rare > 1e-9 : chi < Limit(common.Length), $"χ² = {chi} with {common.Length} tokens");
    }

    [Fact]
    public void What_is_kept_is_what_sorting_keeps()
    {
        for (var round = 0; round < 200; round++)
        {
            var random = new Random(round);
            var scores = Scores(round, ties: round % 2 == 0);
            var (topK, topP) = (random.Next(0, Vocabulary + 3), round % 3 == 0 ? 1 : random.NextSingle() * 0.98f + 0.01f);
            var expected = Reference(scores, 1, topK, topP);
            var drawn = new bool[Vocabulary];
            var sampler = new Sampler(Vocabulary, new Sampling { TopK = topK, TopP = topP, Seed = round });
            for (var i = 0; i < 400; i++) drawn[sampler.Next((float[])scores.Clone())] = true;
            for (var token = 0; token < Vocabulary; token++)
            {
                Assert.True(expected[token] > 0 || !drawn[token], $"round {round}: {token} was drawn");
                Assert.True(expected[token] < 0.05 || drawn[token], $"round {round}: {token} was not drawn");
            }
        }
    }

    [Fact]
    public void Selection_finds_the_largest_of_any_order()
    {
        for (var length = 1; length < 70; length++)
        {
            var random = new Random(length);
            var ranks = Enumerable.Range(0, length).Select(i => TokenRanking.Rank(random.Next(5) - 2, i)).OrderBy(_ => random.Next()).ToArray();
            var sorted = ranks.OrderDescending().ToArray();
            for (var count = 0; count <= length; count++)
            {
                var copy = (ulong[])ranks.Clone();
                TokenRanking.SelectLargest(copy, count);
                Assert.Equal(sorted[..count], copy[..count].OrderDescending());
                Assert.Equal(sorted, copy.OrderDescending());
            }
            var weights = Enumerable.Range(0, length).Select(_ => 1 + random.Next(4)).Select(w => (float)w).ToArray();
            for (var mass = 1; mass <= weights.Sum(); mass++)
            {
                var copy = (ulong[])ranks.Clone();
                var count = TokenRanking.SelectMass(copy, weights, mass);
                Assert.Equal(sorted[..count], copy[..count].OrderDescending());
                Assert.True(copy[..count].Sum(r => weights[TokenRanking.Token(r)]) >= mass);
                Assert.True(sorted[..(count - 1)].Sum(r => weights[TokenRanking.Token(r)]) < mass);
            }
        }
    }

    [Fact]
    public void Ranks_are_in_the_order_of_scores()
    {
        float[] ascending = [float.NegativeInfinity, -3e38f, -1, -1e-40f, 0, 1e-40f, 2, float.MaxValue];
        for (var i = 1; i < ascending.Length; i++) Assert.True(TokenRanking.Rank(ascending[i - 1], 0) < TokenRanking.Rank(ascending[i], 9));
        Assert.Equal(TokenRanking.Rank(0f, 3), TokenRanking.Rank(-0f, 3));
        Assert.True(TokenRanking.Rank(1, 3) > TokenRanking.Rank(1, 4));
        Assert.Equal(50_000, TokenRanking.Token(TokenRanking.Rank(-1, 50_000)));
    }

    [Fact]
    public void Greedy_takes_the_first_of_the_largest()
    {
        var sampler = new Sampler(Vocabulary, Sampling.Greedy);
        var scores = new float[Vocabulary];
        scores[9] = scores[30] = 2;
        Assert.Equal(9, sampler.Next(scores));
    }

    [Fact]
    public void A_penalty_falls_on_tokens_that_were_there()
    {
        var sampler = new Sampler(4, new Sampling { Temperature = 0, RepetitionPenalty = 2 });
        sampler.Remember([3]);
        Assert.Equal(1, sampler.Next([-5f, 2f, -5f, 3f]));          // 3 → 1.5
        Assert.Equal(0, sampler.Next([-1f, -0.9f, -5f, -0.8f]));    // −0.9 → −1.8, −0.8 → −1.6
    }

    [Fact]
    public void A_forbidden_token_is_never_drawn()
    {
        var sampler = new Sampler(3, new Sampling { Temperature = 10 });
        for (var i = 0; i < 1000; i++) Assert.NotEqual(1, sampler.Next([1f, float.NegativeInfinity, 1f]));
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));

        static int[] Drawn(int seed)
        {
            var sampler = new Sampler(Vocabulary, new Sampling { TopP = 0.95f, Seed = seed });
            return [.. Enumerable.Range(0, 50).Select(i => sampler.Next(Scores(i)))];
        }
    }

    [Fact]
    public void Scores_that_say_nothing_are_an_error()
    {
        var sampler = new Sampler(3, new Sampling());
        Assert.Contains("NaN", Assert.Throws<InvalidOperationException>(() => sampler.Next([1f, float.NaN, 2f])).Message);
        Assert.Throws<InvalidOperationException>(() => sampler.Next([1f, float.PositiveInfinity, 2f]));
        Assert.Throws<InvalidOperationException>(() => sampler.Next([float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity]));
        Assert.Throws<ArgumentException>(() => sampler.Next([1f]));
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        Refused("Temperature", new Sampling { Temperature = -1 });
        Refused("Temperature", new Sampling { Temperature = float.NaN });
        Refused("TopK", new Sampling { TopK = -1 });
        Refused("TopP", new Sampling { TopP = 0 });
        Refused("TopP", new Sampling { TopP = 1.1f });
        Refused("RepetitionPenalty", new Sampling { RepetitionPenalty = 0 });
        Refused("MaxTokens", new Sampling { MaxTokens = -1 });
        Refused("StopTokens", new Sampling { StopTokens = [Vocabulary] });

        static void Refused(string name, Sampling sampling) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => new Sampler(Vocabulary, sampling)).ParamName);
    }

    static double Square(double x) => x * x;

    static float[] Scores(int seed, bool ties = false)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Vocabulary).Select(_ => ties ? random.Next(4) : 4 * random.NextSingle() - 2)];
    }

    // Sorting all of them.
    static double[] Reference(float[] scores, float temperature, int topK, float topP)
    {
        var order = Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(topK == 0 ? scores.Length : topK).ToArray();
        var weights = order.Select(i => Math.Exp((scores[i] - scores[order[0]]) / temperature)).ToArray();
        var (total, sum, count) = (weights.Sum(), 0.0, 0);
        while (count < weights.Length && (topP == 1 || sum < topP * total)) sum += weights[count++];
        var probabilities = new double[scores.Length];
        for (var i = 0; i < count; i++) probabilities[order[i]] = weights[i] / sum;
        return probabilities;
    }
}
