using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Generation;

/// <summary>Streams of tokens: their ends, their errors, and that nothing is allocated for one.</summary>
public sealed class GenerateTests
{
    [Fact]
    public void Greedy_follows_the_likeliest_token()
    {
        var session = new MarkovSession(11, seed: 1);
        var (before, last) = (2, 5);
        List<int> expected = [];
        for (var i = 0; i < 20; i++)
        {
            var p = session.LogProbabilities(before, last);
            (before, last) = (last, Array.IndexOf(p, p.Max()));
            expected.Add(last);
        }
        Assert.Equal(expected, Generate.Tokens(session, [2, 5], Sampling.Greedy with { MaxTokens = 20 }).ToArray());
    }

    [Fact]
    public void The_model_reads_a_token_when_the_next_is_asked_for()
    {
        var session = new MarkovSession(11, seed: 1);
        var tokens = Generate.Tokens(session, [2, 5], new Sampling { Seed = 3, MaxTokens = 4 });
        Assert.Equal(1, session.Calls);
        Assert.True(tokens.MoveNext());
        Assert.Equal(1, session.Calls);
        Assert.True(tokens.MoveNext());
        Assert.Equal(2, session.Calls);
    }

    [Fact]
    public void A_stop_token_ends_and_is_not_given()
    {
        var all = Generate.Tokens(new MarkovSession(11, 1), [1], new Sampling { Seed = 3, MaxTokens = 200 }).ToArray();
        var stop = all[7];
        var tokens = Generate.Tokens(new MarkovSession(11, 1), [1], new Sampling { Seed = 3, StopTokens = [stop], MaxTokens = 200 });
        Assert.Equal(all.TakeWhile(t => t != stop), tokens.ToArray());
        Assert.Equal(stop, tokens.StoppedBy);
        Assert.False(tokens.MoveNext());
    }

    [Fact]
    public void Any_function_is_a_model()
    {
        var tokens = Generate.Tokens((read, scores) => { scores.Clear(); scores[(read[^1] + 1) % 5] = 1; }, 5, [3], Sampling.Greedy with { MaxTokens = 4 });
        Assert.Equal([4, 0, 1, 2], tokens.ToArray());
    }

    [Fact]
    public void A_stream_is_walked_once()
    {
        var tokens = Generate.Tokens(new MarkovSession(5, 1), [1], new Sampling { MaxTokens = 3 });
        Assert.Equal(3, tokens.Count());
        Assert.Throws<InvalidOperationException>(() => tokens.GetEnumerator());
        Assert.Empty(Generate.Tokens(new MarkovSession(5, 1), [1], new Sampling { MaxTokens = 0 }));
    }

    [Fact]
    public void Bad_prompts_and_sessions_are_refused()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Generate.Tokens(new MarkovSession(5, 1), [])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Generate.Tokens(new MarkovSession(5, 1), [5]));
        Assert.Contains("2 sequences", Assert.Throws<ArgumentException>(() => Generate.Tokens(new MarkovSession(5, 1, batch: 2), [1])).Message);
    }
}
