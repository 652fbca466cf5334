using System;
using System.Collections.Generic;
using Sinter.Runtime;

namespace Sinter;

/// <summary>Continues sequences of tokens with a model that says how likely each token comes next.</summary>
/// <example><code>
/// var session = model.CreateSession();
/// foreach (var token in Generate.Tokens(session, prompt, new Sampling { Temperature = 0.8f, TopK = 40, Seed = 1, MaxTokens = 500 }))
///     Console.Write(tokenizer.Decode(token));
/// </code></example>
public static class Generate
{
    /// <summary>Tokens behind the session's last ones and the prompt. The prompt is read at once, the rest as it is asked for.</summary>
    /// <param name="session">Of one sequence. It goes on from where it is: reset it to begin anew.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="sampling">How tokens are drawn; null: <see cref="Sampling.Greedy"/>.</param>
    /// <exception cref="ArgumentException">The prompt is empty or holds what is no token, the session has several sequences, or a setting is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The prompt does not fit into the session's caches.</exception>
    public static GeneratedTokens Tokens(TokenSession session, ReadOnlySpan<int> prompt, Sampling? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(session);
        if (session.Batch != 1) throw new ArgumentException($"The session keeps {session.Batch} sequences; one is generated.", nameof(session));
        var stream = Stream(session.Next, session.Vocabulary, prompt, sampling);
        Read(session, prompt, stream.Scores);
        return stream;
    }

    /// <summary>Tokens of anything that can say how likely each comes next.</summary>
    /// <param name="next">Reads tokens and gives the scores behind them; it keeps what it has read.</param>
    /// <param name="vocabulary">The number of tokens that there are.</param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="sampling">How tokens are drawn; null: <see cref="Sampling.Greedy"/>.</param>
    /// <exception cref="ArgumentException">The prompt is empty or holds what is no token, or a setting is out of its range.</exception>
    public static GeneratedTokens Tokens(NextScores next, int vocabulary, ReadOnlySpan<int> prompt, Sampling? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(next);
        var stream = Stream(next, vocabulary, prompt, sampling);
        next(prompt, stream.Scores);
        return stream;
    }

    /// <summary>The likeliest continuations, by beam search: at every step the best unfinished ones are continued by every token, and the best of those are kept.</summary>
    /// <param name="session">
    /// Of one sequence, or of as many as there are beams, which are then computed together. It goes on from where it is; what an encoder has left in it, all beams see.
    /// Afterwards it is somewhere behind the prompt.
    /// </param>
    /// <param name="prompt">At least one token.</param>
    /// <param name="search">Beams, lengths and stop tokens.</param>
    /// <returns>The best first.</returns>
    /// <exception cref="ArgumentException">The prompt is empty or holds what is no token, the session's batch is neither 1 nor the number of beams, or a setting is out of its range.</exception>
    /// <exception cref="InvalidOperationException">The prompt or a continuation does not fit into the session's caches, or scores are not finite.</exception>
    public static IReadOnlyList<Hypothesis> Beams(TokenSession session, ReadOnlySpan<int> prompt, BeamSearch search)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(search);
        search.Check(session.Vocabulary);
        if (session.Batch != 1 && session.Batch != search.Beams)
            throw new ArgumentException($"The session keeps {session.Batch} sequences; a search with {search.Beams} beams needs {search.Beams}, or 1.", nameof(session));
        CheckPrompt(prompt, session.Vocabulary);
        BeamStates states = session.Batch == search.Beams ? new BatchedBeams(session) : new ForkedBeams(session, search.Beams);
        return new BeamSearcher(states, search, session.Vocabulary).Run(prompt);
    }

    /// <summary>Reads a prompt for each sequence, in pieces that the caches take.</summary>
    /// <param name="session">Of any batch.</param>
    /// <param name="prompt">[T], the same for each sequence.</param>
    /// <param name="scores">Receives [batch, vocabulary]: those behind the last token.</param>
    internal static void Read(TokenSession session, ReadOnlySpan<int> prompt, Span<float> scores)
    {
        while (prompt.Length > 0)
        {
            // A window takes a long prompt in pieces; caches that do not slide say themselves what does not fit.
            var count = session.Slides ? Math.Min(prompt.Length, session.Room) : prompt.Length;
            if (session.Batch == 1) session.Next(prompt[..count], scores);
            else
            {
                var repeated = new int[session.Batch * count];
                for (var i = 0; i < session.Batch; i++) prompt[..count].CopyTo(repeated.AsSpan(i * count));
                session.Next(repeated, scores);
            }
            prompt = prompt[count..];
        }
    }

    static GeneratedTokens Stream(NextScores next, int vocabulary, ReadOnlySpan<int> prompt, Sampling? sampling)
    {
        sampling ??= Sampling.Greedy;
        var sampler = new Sampler(vocabulary, sampling);
        CheckPrompt(prompt, vocabulary);
        sampler.Remember(prompt);
        return new GeneratedTokens(next, sampler, sampling);
    }

    static void CheckPrompt(ReadOnlySpan<int> prompt, int vocabulary)
    {
        if (prompt.IsEmpty) throw new ArgumentException("The prompt is empty: a model needs at least one token to say what follows.", nameof(prompt));
        Arguments.Indices(prompt, vocabulary, nameof(prompt));
    }
}
