using System;
using System.Collections.Generic;

namespace Sinter;

/// <summary>
/// How tokens are drawn from a model's scores. In this order: scores of tokens that were there are penalized, all are divided by the temperature, the K largest are kept,
/// then the fewest whose probabilities reach P; from what is left one is drawn. Everything follows from the seed.
/// </summary>
/// <example><code>var sampling = new Sampling { Temperature = 0.8f, TopK = 40, Seed = 1, MaxTokens = 500 };</code></example>
public sealed record Sampling
{
    /// <summary>Always the likeliest token; of equally likely ones, the first.</summary>
    public static Sampling Greedy { get; } = new() { Temperature = 0 };

    /// <summary>What scores are divided by: below 1 likely tokens become likelier, above 1 less so. 0: always the likeliest.</summary>
    public float Temperature { get; init; } = 1;

    /// <summary>Only so many of the likeliest tokens are drawn from (Fan, Lewis and Dauphin 2018); 0: all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the fewest tokens whose probabilities add up to at least this are drawn from (Holtzman et al. 2019), in (0, 1]; 1: all.</summary>
    public float TopP { get; init; } = 1;

    /// <summary>
    /// Scores of tokens that the prompt or the result holds are divided by this where they are positive and multiplied where they are negative (Keskar et al. 2019): above 1, tokens repeat less.
    /// </summary>
    public float RepetitionPenalty { get; init; } = 1;

    /// <summary>At most so many tokens are generated.</summary>
    public int MaxTokens { get; init; } = int.MaxValue;

    /// <summary>The tokens that end the result; they are not part of it.</summary>
    public IReadOnlyList<int> StopTokens { get; init; } = [];

    /// <summary>What the random numbers depend on.</summary>
    public int Seed { get; init; }

    /// <summary>Throws for a setting out of its range.</summary>
    internal void Check(int vocabulary)
    {
        if (!(Temperature >= 0 && float.IsFinite(Temperature))) throw Wrong(nameof(Temperature), Temperature, "must be 0 or a positive number");
        if (TopK < 0) throw Wrong(nameof(TopK), TopK, "must be at least 1, or 0 for all tokens");
        if (!(TopP > 0 && TopP <= 1)) throw Wrong(nameof(TopP), TopP, "must be above 0 and at most 1");
        if (!(RepetitionPenalty > 0 && float.IsFinite(RepetitionPenalty))) throw Wrong(nameof(RepetitionPenalty), RepetitionPenalty, "must be a positive number");
        if (MaxTokens < 0) throw Wrong(nameof(MaxTokens), MaxTokens, "must not be negative");
        StopTokenSet.Check(StopTokens, vocabulary);
    }

    static ArgumentOutOfRangeException Wrong(string name, object value, string rule) => new(name, value, $"{name} is {value}; it {rule}.");
}
