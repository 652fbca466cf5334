using System;
using System.ComponentModel;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// A session of a model that reads tokens and says how likely each token comes next: what <see cref="Generate"/> works on. A model has such sessions when one of its [Forward]
/// methods takes an <c>IntTensor</c> [T] (or [batch, T]) and returns a <c>Tensor</c> [vocabulary], of the last token, or [T, vocabulary], of every token (with the
/// batch's axis before).
/// </summary>
public abstract class TokenSession : Session
{
    float[] scores = [];

    /// <summary>A session with this memory.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected TokenSession(SessionMemory memory, int length) : base(memory, length)
    {
    }

    /// <summary>The number of tokens that there are.</summary>
    public abstract int Vocabulary { get; }

    /// <summary>Reads tokens, and gives the unnormalized log-probabilities of what follows the last one.</summary>
    /// <param name="tokens">[Batch, T], row-major; at least one per sequence.</param>
    /// <param name="logits">Receives [Batch, Vocabulary].</param>
    /// <exception cref="ArgumentException">A length does not fit, or a token is none of the vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The caches have no room for the tokens.</exception>
    public abstract void Next(ReadOnlySpan<int> tokens, Span<float> logits);

    /// <inheritdoc/>
    public abstract override TokenSession Fork();

    /// <summary>Memory for the scores of all tokens of a call; it grows with the longest call.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Span<float> ScoresOf(int tokens)
    {
        var length = checked(tokens * Vocabulary);
        if (scores.Length < length) scores = new float[length];
        return scores.AsSpan(0, length);
    }

    /// <summary>The scores after the last token of each sequence.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Last(ReadOnlySpan<float> all, Span<float> logits)
    {
        Arguments.Length(logits.Length, (nint)Batch * Vocabulary, nameof(logits), "[Batch, Vocabulary]");
        var perSequence = all.Length / Batch;
        for (var sequence = 0; sequence < Batch; sequence++)
            all.Slice((sequence + 1) * perSequence - Vocabulary, Vocabulary).CopyTo(logits[(sequence * Vocabulary)..]);
    }
}
