using System;
using System.Linq;
using Sinter.Integration.Tests.Promises;
using Xunit;

namespace Sinter.Integration.Tests.Sessions;

/// <summary>Generation with compiled models: through their caches, without garbage, the same for the same seed.</summary>
[Collection(Alone.Name)]
public sealed class GenerationTests
{
    [Fact]
    public void Tokens_are_drawn_from_what_the_model_says_without_a_cache()
    {
        var model = new LearnedGpt(seed: 5);
        int[] prompt = [3, 1, 4];
        var tokens = Generate.Tokens(model.CreateSession(), prompt, Sampling.Greedy with { MaxTokens = 9 }).ToArray();
        int[] all = [.. prompt, .. tokens];
        var logits = new float[all.Length * 29];
        model.CreateSession().Decode(all, logits);
        for (var i = 0; i < tokens.Length; i++)
        {
            var scores = logits.AsSpan((prompt.Length - 1 + i) * 29, 29).ToArray();
            Assert.Equal(Array.IndexOf(scores, scores.Max()), tokens[i]);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_tokens()
    {
        var model = new SlidingGpt(seed: 6);
        int[] Drawn(int seed) => Generate.Tokens(model.CreateSession(), [3, 1, 4], new Sampling { Temperature = 1.5f, Seed = seed, MaxTokens = 60 }).ToArray();
        Assert.Equal(Drawn(1), Drawn(1));
        Assert.NotEqual(Drawn(1), Drawn(2));
    }

    [Fact]
    public void A_long_prompt_goes_through_a_window_in_pieces()
    {
        var model = new SlidingGpt(seed: 6);
        var prompt = Scenarios.Tokens(50, 23);
        var session = model.CreateSession();
        foreach (var token in prompt) session.Decode([token], new float[23]);
        Assert.Equal(
            Generate.Tokens(session, [5], Sampling.Greedy with { MaxTokens = 10 }).ToArray(),
            Generate.Tokens(model.CreateSession(), [.. prompt, 5], Sampling.Greedy with { MaxTokens = 10 }).ToArray());
        Assert.Contains("at most 12 rows", Assert.Throws<InvalidOperationException>(() => model.CreateSession().Decode(prompt, new float[23])).Message);
    }

    [Fact]
    public void A_token_allocates_nothing()
    {
        Assert.Equal(0, BytesPerToken(new SlidingGpt(seed: 6).CreateSession(), new Sampling { Temperature = 0.8f, TopK = 10, TopP = 0.9f, RepetitionPenalty = 1.1f }));
        Assert.Equal(0, BytesPerToken(new SlidingGpt(seed: 6).CreateSession(), Sampling.Greedy));

        static long BytesPerToken(TokenSession session, Sampling sampling)
        {
            using var tokens = Generate.Tokens(session, [1, 2, 3], sampling).GetEnumerator();
            for (var i = 0; i < 100; i++) tokens.MoveNext();
            return Enumerable.Range(0, 20).Min(_ =>
            {
                var (thread, process) = (GC.GetAllocatedBytesForCurrentThread(), GC.GetTotalAllocatedBytes(precise: true));
                for (var i = 0; i < 20; i++) tokens.MoveNext();
                return GC.GetAllocatedBytesForCurrentThread() - thread + GC.GetTotalAllocatedBytes(precise: true) - process;
            });
        }
    }

    [Fact]
    public void A_step_of_a_recurrence_and_a_copy_of_a_session_allocate_nothing()
    {
        var model = new LstmStep(seed: 1);
        var (session, other) = (model.CreateSession(3), model.CreateSession(3));
        var (x, y) = (new float[21], new float[15]);
        int[] parents = [1, 1, 0];
        void Call()
        {
            session.Step(x, y);
            other.CopyFrom(session);
            session.Select(parents);
            session.Reset();
        }
        for (var i = 0; i < 50; i++) Call();
        Assert.Equal(0, Enumerable.Range(0, 20).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 5; i++) Call();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    [Fact]
    public void Beams_of_an_encoder_and_decoder_in_one_session_are_beams_in_several()
    {
        var model = new Translator(seed: 2);
        int[] source = [1, 5, 2, 9, 16];
        var apart = model.CreateSession(1);
        apart.Encode(source, new float[5 * 16]);
        var together = model.CreateSession(4);
        together.Encode([.. source, .. source, .. source, .. source], new float[4 * 5 * 16]);
        var search = new BeamSearch { Beams = 4, Results = 4, MaxTokens = 8, StopTokens = [0] };
        var (a, b) = (Generate.Beams(apart, [1], search), Generate.Beams(together, [1], search));
        Assert.Equal(a.Select(h => string.Join(' ', h.Tokens)), b.Select(h => string.Join(' ', h.Tokens)));
        Assert.Equal(a.Select(h => h.Score), b.Select(h => h.Score));
        Assert.Equal(4, a.Count);
    }
}
