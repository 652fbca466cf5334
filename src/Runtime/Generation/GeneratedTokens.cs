using System;
using System.Collections;
using System.Collections.Generic;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The tokens of a model, one after the other as they are asked for; its own enumerator, so that a loop over it allocates nothing. It can be walked once. The model reads a
/// token when the next one is asked for: the last one that was given, it has not read.
/// </summary>
public sealed class GeneratedTokens : IEnumerable<int>, IEnumerator<int>
{
    readonly NextScores next;
    readonly Sampler sampler;
    readonly bool[] stops;
    readonly float[] scores;
    readonly int[] token = new int[1];
    readonly int max;
    bool walked;

    internal GeneratedTokens(NextScores next, Sampler sampler, Sampling sampling)
    {
        (this.next, this.sampler, max) = (next, sampler, sampling.MaxTokens);
        stops = StopTokenSet.Of(sampling.StopTokens, sampler.Vocabulary);
        scores = new float[sampler.Vocabulary];
    }

    /// <summary>The token that was asked for last.</summary>
    public int Current => token[0];

    /// <summary>The tokens given so far.</summary>
    public int Count { get; private set; }

    /// <summary>The stop token that ended the result; null when none has.</summary>
    public int? StoppedBy { get; private set; }

    object IEnumerator.Current => Current;

    /// <summary>Scores after the prompt.</summary>
    internal Span<float> Scores => scores;

    /// <summary>Draws the next token; false when a stop token was drawn or the largest number of tokens is reached.</summary>
    /// <exception cref="InvalidOperationException">The model's caches are full, or its scores are not finite.</exception>
    public bool MoveNext()
    {
        if (StoppedBy is not null || Count >= max) return false;
        if (Count > 0) next(token, scores);
        token[0] = sampler.Next(scores);
        if (stops[token[0]])
        {
            StoppedBy = token[0];
            return false;
        }
        Count++;
        return true;
    }

    /// <summary>Itself, once.</summary>
    /// <exception cref="InvalidOperationException">The tokens were walked before: they are gone.</exception>
    public GeneratedTokens GetEnumerator()
    {
        if (walked) throw new InvalidOperationException("The tokens of a model are given once: keep them in a list, or generate anew.");
        walked = true;
        return this;
    }

    IEnumerator<int> IEnumerable<int>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>There is no way back.</summary>
    void IEnumerator.Reset() => throw new NotSupportedException();

    /// <summary>Nothing is held.</summary>
    public void Dispose()
    {
    }
}
