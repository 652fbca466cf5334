using System;
using System.Collections.Generic;

namespace Sinter;

/// <summary>How the likeliest continuations are searched for.</summary>
public sealed record BeamSearch
{
    /// <summary>Unfinished continuations that are kept at every step.</summary>
    public int Beams { get; init; } = 4;

    /// <summary>The best results that are given, at most <see cref="Beams"/>.</summary>
    public int Results { get; init; } = 1;

    /// <summary>
    /// A continuation's score is its log-probability divided by its length (with the stop token) to this power: 0 prefers short ones, 1 compares the average token, more prefers long ones.
    /// </summary>
    public float LengthPenalty { get; init; } = 1;

    /// <summary>At most so many tokens; what is not finished then counts as it is.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>The tokens that finish a continuation; they count in its score and length, and are not among its tokens.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    internal void Check(int vocabulary)
    {
        if (Beams < 1) throw Wrong(nameof(Beams), Beams, "must be at least 1");
        if (Results < 1 || Results > Beams) throw Wrong(nameof(Results), Results, $"must be from 1 to the number of beams, {Beams}");
        if (!float.IsFinite(LengthPenalty) || LengthPenalty < 0) throw Wrong(nameof(LengthPenalty), LengthPenalty, "must be 0 or a positive number");
        if (MaxTokens < 1) throw Wrong(nameof(MaxTokens), MaxTokens, "must be at least 1");
        StopTokenSet.Check(StopTokens, vocabulary);
    }

    static ArgumentOutOfRangeException Wrong(string name, object value, string rule) => new(name, value, $"{name} is {value}; it {rule}.");
}

/// <summary>A continuation that beam search found.</summary>
/// <param name="Tokens">Without the prompt and the stop token.</param>
/// <param name="LogProbability">The sum of its tokens' log-probabilities, the stop token's included.</param>
/// <param name="Score">The log-probability under the length penalty.</param>
/// <param name="Finished">A stop token ended it, not the largest number of tokens.</param>
public sealed record Hypothesis(IReadOnlyList<int> Tokens, double LogProbability, double Score, bool Finished);
