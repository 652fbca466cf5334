using System;

namespace Sinter;

/// <summary>Batches of windows over a stream of tokens, gathered one at a time into the same memory.</summary>
public sealed class TokenWindows
{
    readonly int[] tokens;
    readonly int length;
    readonly StartsOf startsOf;
    readonly int[] starts;
    readonly int[] inputs;
    readonly int[] targets;
    int count;

    internal TokenWindows(int[] tokens, int length, int size, int batches, StartsOf startsOf)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        (this.tokens, this.length, this.startsOf, Count) = (tokens, length, startsOf, batches);
        starts = new int[size];
        inputs = new int[checked(size * length)];
        targets = new int[size * length];
    }

    /// <summary>Writes where the windows of a batch begin, and returns how many there are.</summary>
    internal delegate int StartsOf(int batch, Span<int> starts);

    /// <summary>The number of batches.</summary>
    public int Count { get; }

    /// <summary>The batches passed. Setting it, before the loop, resumes.</summary>
    public int Position { get; set; }

    /// <summary>The batch that the loop is at.</summary>
    public TokenBatch Current => new(inputs.AsSpan(0, count * length), targets.AsSpan(0, count * length), count);

    /// <summary>The rest of the batches; they can be walked once.</summary>
    public TokenWindows GetEnumerator() => this;

    /// <summary>Gathers the next batch; false at the end.</summary>
    public bool MoveNext()
    {
        if (Position >= Count) return false;

        count = startsOf(Position++, starts);
        for (var i = 0; i < count; i++)
        {
            tokens.AsSpan(starts[i], length).CopyTo(inputs.AsSpan(i * length));
            tokens.AsSpan(starts[i] + 1, length).CopyTo(targets.AsSpan(i * length));
        }
        return true;
    }
}

/// <summary>Some windows of tokens, and the token that follows each token. Valid until the loop goes on.</summary>
public readonly ref struct TokenBatch
{
    internal TokenBatch(ReadOnlySpan<int> inputs, ReadOnlySpan<int> targets, int count)
    {
        Inputs = inputs;
        Targets = targets;
        Count = count;
    }

    /// <summary>[count, length].</summary>
    public ReadOnlySpan<int> Inputs { get; }

    /// <summary>[count, length]: the tokens that follow.</summary>
    public ReadOnlySpan<int> Targets { get; }

    /// <summary>The number of windows.</summary>
    public int Count { get; }
}
