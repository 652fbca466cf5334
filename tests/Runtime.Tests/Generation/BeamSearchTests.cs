using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Generation;

/// <summary>Beam search against an exhaustive search, and against itself in one session or several.</summary>
public sealed class BeamSearchTests
{
    public static TheoryData<int, float, bool> Cases => new()
    {
        { 1, 0, true }, { 1, 1, true }, { 2, 0.6f, true }, { 3, 1.5f, true }, { 4, 1, false }, { 5, 0, false }, { 6, 2, true }, { 7, 1, true },
    };

    [Theory, MemberData(nameof(Cases))]
    public void With_enough_beams_it_finds_what_an_exhaustive_search_finds(int seed, float penalty, bool stops)
    {
        const int Vocabulary = 4, Max = 5, Wanted = 6;
        var session = new MarkovSession(Vocabulary, seed);
        var search = new BeamSearch { Beams = 1024, Results = Wanted, LengthPenalty = penalty, MaxTokens = Max, StopTokens = stops ? [2] : [] };
        var found = Generate.Beams(session, [1, 3], search);
        var expected = Exhaustive(session, 1, 3, search).OrderByDescending(h => h.Score).Take(Wanted).ToArray();
        Assert.Equal(expected.Select(h => string.Join(' ', h.Tokens) + h.Finished), found.Select(h => string.Join(' ', h.Tokens) + h.Finished));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Score, pair.Second.Score, 1e-6));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-6));
    }

    [Theory, InlineData(2), InlineData(3), InlineData(5)]
    public void Beams_in_one_session_are_beams_in_several(int beams)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var search = new BeamSearch { Beams = beams, Results = beams, MaxTokens = 12, StopTokens = [0, 4] };
            var apart = Generate.Beams(new MarkovSession(9, seed), [1, 2, 3], search);
            var together = Generate.Beams(new MarkovSession(9, seed, batch: beams), [1, 2, 3], search);
            Assert.Equal(apart.Select(h => string.Join(' ', h.Tokens)), together.Select(h => string.Join(' ', h.Tokens)));
            Assert.Equal(apart.Select(h => h.Score), together.Select(h => h.Score));
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void It_keeps_the_best_of_every_step(int beams)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var session = new MarkovSession(7, seed);
            var search = new BeamSearch { Beams = beams, Results = beams, MaxTokens = 6 };
            List<(int[] Tokens, double LogProbability)> live = [([5], 0)];
            for (var step = 0; step < 6; step++)
            {
                live = [.. live.SelectMany(h => session.LogProbabilities(h.Tokens.Length > 1 ? h.Tokens[^2] : -1, h.Tokens[^1]).Select((p, token) => (Tokens: (int[])[.. h.Tokens, token], LogProbability: h.LogProbability + p)))
                    .OrderByDescending(h => h.LogProbability).Take(beams)];
            }
            Assert.Equal(live.Select(h => string.Join(' ', h.Tokens[1..])), Generate.Beams(session, [5], search).Select(h => string.Join(' ', h.Tokens)));
        }
    }

    [Fact]
    public void One_beam_is_greedy()
    {
        var greedy = Generate.Tokens(new MarkovSession(9, 4), [2, 6], Sampling.Greedy with { MaxTokens = 15 }).ToArray();
        Assert.Equal(greedy, Generate.Beams(new MarkovSession(9, 4), [2, 6], new BeamSearch { Beams = 1, MaxTokens = 15 })[0].Tokens);
    }

    [Fact]
    public void Settings_out_of_range_are_named()
    {
        Refused("Beams", new BeamSearch { Beams = 0 });
        Refused("Results", new BeamSearch { Beams = 2, Results = 3 });
        Refused("LengthPenalty", new BeamSearch { LengthPenalty = -1 });
        Refused("MaxTokens", new BeamSearch { MaxTokens = 0 });
        Refused("StopTokens", new BeamSearch { StopTokens = [-1] });
        Assert.Contains("needs 4, or 1", Assert.Throws<ArgumentException>(() => Generate.Beams(new MarkovSession(5, 1, batch: 3), [1], new BeamSearch())).Message);

        static void Refused(string name, BeamSearch search) =>
            Assert.Equal(name, Assert.Throws<ArgumentOutOfRangeException>(() => Generate.Beams(new MarkovSession(5, 1), [1], search)).ParamName);
    }

    static IEnumerable<Hypothesis> Exhaustive(MarkovSession session, int before, int last, BeamSearch search)
    {
        return From([], before, last, 0);

        IEnumerable<Hypothesis> From(int[] tokens, int before, int last, double sum)
        {
            var p = session.LogProbabilities(before, last);
            for (var token = 0; token < p.Length; token++)
            {
                var (length, next) = (tokens.Length + 1, sum + p[token]);
                var score = next / Math.Pow(length, search.LengthPenalty);
                if (search.StopTokens.Contains(token)) yield return new Hypothesis(tokens, next, score, true);
                else if (length == search.MaxTokens) yield return new Hypothesis([.. tokens, token], next, score, false);
                else foreach (var longer in From([.. tokens, token], last, token, next)) yield return longer;
            }
        }
    }
}
