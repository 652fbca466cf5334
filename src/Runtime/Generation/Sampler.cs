using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>Draws tokens from scores. It remembers which tokens were there and how many were drawn; it allocates when it is made and never again.</summary>
public sealed class Sampler
{
    readonly Sampling settings;
    readonly ulong key;
    readonly float[] weights;
    readonly ulong[] ranks;         // of the tokens that are still in question
    readonly bool[] seen;
    readonly int[] seenTokens;
    int seenCount;
    long drawn;

    /// <summary>A sampler for so many tokens.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Sampler(int vocabulary, Sampling settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentNullException.ThrowIfNull(settings);
        settings.Check(vocabulary);
        this.settings = settings;
        key = RandomKey.Of(RandomPurpose.Generation, settings.Seed);
        var draws = settings.Temperature > 0;
        var remembers = settings.RepetitionPenalty != 1;
        weights = new float[draws ? vocabulary : 0];
        ranks = new ulong[draws && (settings.TopK > 0 || settings.TopP < 1) ? vocabulary : 0];
        (seen, seenTokens) = (new bool[remembers ? vocabulary : 0], new int[remembers ? vocabulary : 0]);
        Vocabulary = vocabulary;
    }

    /// <summary>The number of tokens that there are.</summary>
    public int Vocabulary { get; }

    /// <summary>Draws the next token. Scores of tokens that were there are changed by the penalty.</summary>
    /// <param name="scores">[vocabulary]: unnormalized log-probabilities; −∞ forbids a token.</param>
    /// <exception cref="ArgumentException">There are not as many scores as tokens.</exception>
    /// <exception cref="InvalidOperationException">A score is NaN or +∞, or all are −∞.</exception>
    public int Next(Span<float> scores)
    {
        Arguments.Length(scores.Length, Vocabulary, nameof(scores), "[vocabulary]");
        Penalize(scores);
        var peak = Scores.Peak(scores);
        var token = settings.Temperature == 0 ? scores.IndexOf(peak) : Draw(scores, peak);
        drawn++;
        Remember(token);
        return token;
    }

    /// <summary>Counts tokens as being there already: a prompt's.</summary>
    public void Remember(ReadOnlySpan<int> tokens)
    {
        Arguments.Indices(tokens, Vocabulary, nameof(tokens));
        foreach (var token in tokens) Remember(token);
    }

    void Remember(int token)
    {
        if (seen.Length == 0 || seen[token]) return;
        seen[token] = true;
        seenTokens[seenCount++] = token;
    }

    void Penalize(Span<float> scores)
    {
        foreach (var token in seenTokens.AsSpan(0, seenCount))
            scores[token] = scores[token] > 0 ? scores[token] / settings.RepetitionPenalty : scores[token] * settings.RepetitionPenalty;
    }

    int Draw(ReadOnlySpan<float> scores, float peak)
    {
        Scores.Exponentials(scores, peak, 1 / settings.Temperature, weights);
        // 53 random bits: the tail of a large vocabulary needs more than a float has.
        var (x, y, _, _) = Philox.Block(key, drawn, 0, 0);
        var uniform = ((ulong)(x >> 5) << 26 | y >> 6) * (1.0 / (1L << 53));
        if (ranks.Length == 0) return Pick(uniform * Scores.Sum(weights));

        var candidates = Candidates(scores);
        var total = 0.0;
        // In an order that does not depend on how they were found.
        candidates.Sort();
        foreach (var rank in candidates) total += weights[TokenRanking.Token(rank)];
        var (left, last) = (uniform * total, 0);
        for (var i = candidates.Length - 1; i >= 0; i--)
        {
            last = TokenRanking.Token(candidates[i]);
            left -= weights[last];
            if (left < 0) break;
        }
        return last;
    }

    // The tokens that are left of the K largest, and of these the fewest that reach P.
    Span<ulong> Candidates(ReadOnlySpan<float> scores)
    {
        for (var token = 0; token < ranks.Length; token++) ranks[token] = TokenRanking.Rank(scores[token], token);
        var candidates = ranks.AsSpan();
        if (settings.TopK > 0 && settings.TopK < candidates.Length)
        {
            TokenRanking.SelectLargest(candidates, settings.TopK);
            candidates = candidates[..settings.TopK];
        }
        if (settings.TopP < 1)
        {
            var total = 0.0;
            foreach (var rank in candidates) total += weights[TokenRanking.Token(rank)];
            candidates = candidates[..TokenRanking.SelectMass(candidates, weights, settings.TopP * total)];
        }
        return candidates;
    }

    // The token at a point of the line on which each takes as much as its weight.
    int Pick(double point)
    {
        var (left, last) = (point, 0);
        for (var token = 0; token < weights.Length; token++)
        {
            if (weights[token] == 0) continue;
            last = token;
            left -= weights[token];
            if (left < 0) break;
        }
        return last;
    }
}
