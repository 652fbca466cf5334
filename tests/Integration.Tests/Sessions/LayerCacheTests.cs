using System;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>Caches in the library's layers: what they refuse, what sessions keep apart, what training makes of them.</summary>
public sealed class LayerCacheTests
{
    [Fact]
    public void More_positions_than_the_cache_holds_are_refused_and_change_nothing()
    {
        var session = new LearnedCached(seed: 1).CreateSession(2);
        session.Score(new int[2 * 38], new float[2 * 38 * 29]);
        Assert.Contains("room for 40 rows: 38 are there, and 3 more do not fit", Assert.Throws<InvalidOperationException>(() => session.Score(new int[6], new float[6 * 29])).Message);
        Assert.Equal((38, 2), (session.Position, session.Room));
        session.Score(new int[4], new float[4 * 29]);
        Assert.Equal(0, session.Room);
    }

    [Fact]
    public void A_window_goes_on_for_ever()
    {
        var tokens = Generate.Tokens(new WindowCached(seed: 1).CreateSession(), Scenarios.Tokens(50, 31), new Sampling { Seed = 2, MaxTokens = 300 }).ToArray();
        Assert.Equal(300, tokens.Length);
    }

    [Fact]
    public void Sessions_of_different_lengths_are_apart()
    {
        var model = new RotaryCached(seed: 4);
        var (longer, shorter) = (model.CreateSession(), model.CreateSession());
        var tokens = Scenarios.Tokens(20, 31);
        longer.Score(tokens.AsSpan(0, 12), new float[12 * 31]);
        shorter.Score(tokens.AsSpan(0, 4), new float[4 * 31]);
        for (var i = 0; i < 8; i++)
        {
            longer.Score(tokens.AsSpan(12 + i, 1), new float[31]);
            var (scores, alone) = (new float[31], new float[(5 + i) * 31]);
            shorter.Score(tokens.AsSpan(4 + i, 1), scores);
            model.CreateSession().Score(tokens.AsSpan(0, 5 + i), alone);
            Assert.Equal(alone[^31..], scores);
        }
    }

    /// <summary>Beams in one session, one session per beam, and a search over the network without caches find the same.</summary>
    [Fact]
    public void Beams_reorder_the_caches()
    {
        const int SourceLength = 7;
        var (cached, uncached) = LayerScenarios.Translators();
        var source = Scenarios.Tokens(SourceLength, 16).Select(t => t + 1).ToArray();
        var search = new BeamSearch { Beams = 3, Results = 3, MaxTokens = 12, StopTokens = [0] };

        var together = cached.CreateSession(3);
        together.Encode([.. source, .. source, .. source], new float[3 * SourceLength * 16]);
        var apart = cached.CreateSession();
        apart.Encode(source, new float[SourceLength * 16]);
        var results = Generate.Beams(together, [1], search);
        var others = Generate.Beams(apart, [1], search);
        Assert.Equal(3, results.Count);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(others[i].Tokens, results[i].Tokens);
            Assert.Equal(others[i].LogProbability, results[i].LogProbability);

            // What the search adds up is what the network without caches says of the whole.
            int[] tokens = [1, .. results[i].Tokens, .. results[i].Finished ? [0] : Array.Empty<int>()];
            var loss = uncached.Loss(source, tokens.AsSpan(0, tokens.Length - 1), tokens.AsSpan(1), tokens.Length - 1);
            Assert.Equal(-loss * (tokens.Length - 1), results[i].LogProbability, 1e-4);
        }
    }

    [Fact]
    public void Training_does_not_know_of_caches()
    {
        var (cached, uncached) = LayerScenarios.Translators();
        int[] source = Scenarios.Tokens(3 * 7, 17), target = Scenarios.Tokens(3 * 9, 13), next = Scenarios.Tokens(3 * 9 + 1, 13)[1..];
        var (one, other) = (cached.CreateTrainer(new AdamW(1e-2f)), uncached.CreateTrainer(new AdamW(1e-2f)));
        for (var i = 0; i < 5; i++) Assert.Equal(other.Step(source, target, next, 9), one.Step(source, target, next, 9));
    }
}
