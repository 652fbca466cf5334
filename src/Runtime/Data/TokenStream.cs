using System;
using Sinter.Runtime;

namespace Sinter;

/// <summary>One long row of tokens, from which a language model reads windows: each window's targets are its tokens moved on by one.</summary>
public sealed class TokenStream
{
    /// <summary>Random words that a window has for itself, so that it does not depend on those before it; hardly ever is more than one rejected.</summary>
    const int WordsPerStart = 4;

    readonly int[] tokens;

    /// <summary>A stream of these tokens, which are copied: an encoded text, or <see cref="Sequences{T}.Elements"/>, texts one behind the other.</summary>
    public TokenStream(ReadOnlySpan<int> tokens) => this.tokens = tokens.ToArray();

    /// <summary>The number of tokens.</summary>
    public int Length => tokens.Length;

    /// <summary>The first part of the stream, and the rest.</summary>
    /// <param name="fraction">How much the first part is.</param>
    public (TokenStream First, TokenStream Second) Split(double fraction)
    {
        if (!(fraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is from 0 to 1.");
        var count = (int)(fraction * Length);
        return (new(tokens.AsSpan(0, count)), new(tokens.AsSpan(count)));
    }

    /// <summary>Windows that begin anywhere, each place as likely as any other; what a batch holds depends on seed, epoch and the batch's number alone.</summary>
    /// <param name="length">The tokens of a window.</param>
    /// <param name="size">The windows of a batch.</param>
    /// <param name="batches">The number of batches.</param>
    /// <param name="seed">What chance depends on, beside the epoch.</param>
    /// <param name="epoch">Other windows for every epoch.</param>
    public TokenWindows RandomWindows(int length, int size, int batches, int seed = 0, int epoch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batches);
        var places = Places(length);
        if (places <= 0) throw TooShort(length + 1);
        var random = new PhiloxRandom(RandomKey.Of(RandomPurpose.Windows, seed), stream: epoch);
        return new(tokens, length, size, batches, (batch, starts) =>
        {
            for (var i = 0; i < starts.Length; i++)
            {
                random.Position = ((long)batch * starts.Length + i) * WordsPerStart;
                starts[i] = random.NextInt(places);
            }
            return starts.Length;
        });
    }

    /// <summary>Windows one behind the other, each token once as a target; what is left at the end, shorter than a window, is left out.</summary>
    /// <param name="length">The tokens of a window.</param>
    /// <param name="size">The windows of a batch; the last may have fewer.</param>
    /// <param name="shuffle">In random order.</param>
    /// <param name="seed">What the order depends on, beside the epoch.</param>
    /// <param name="epoch">The pass over the stream.</param>
    /// <param name="dropLast">Leaves out a last batch with fewer windows.</param>
    public TokenWindows Windows(int length, int size, bool shuffle = false, int seed = 0, int epoch = 0, bool dropLast = false)
    {
        var order = new BatchOrder((Math.Max(0, Places(length)) + length - 1) / length, size, shuffle, seed, epoch, dropLast);
        return new(tokens, length, size, order.Count, (batch, starts) =>
        {
            order.Position = batch + 1;
            var items = order.Current;
            for (var i = 0; i < items.Length; i++) starts[i] = items[i] * length;
            return items.Length;
        });
    }

    /// <summary>
    /// The stream cut into <paramref name="size"/> rows of the same length, read side by side: each row of a batch goes on where that row of the batch before stopped, for networks that carry
    /// their state along.
    /// </summary>
    /// <param name="length">The tokens of a window.</param>
    /// <param name="size">The rows.</param>
    public TokenWindows Rows(int length, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        _ = Places(length);
        var row = (Length - 1) / size;
        return new(tokens, length, size, Math.Max(0, row / length), (batch, starts) =>
        {
            for (var i = 0; i < starts.Length; i++) starts[i] = i * row + batch * length;
            return starts.Length;
        });
    }

    /// <summary>Where a window may begin: its last target must be there as well.</summary>
    int Places(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        return Length - length;
    }

    ArgumentException TooShort(int needed) => new($"A window and its next token are {needed} tokens, but the stream has {Length}.", "length");
}
