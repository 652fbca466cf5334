using System;

namespace Sinter.Runtime;

/// <summary>Philox as a sequence, for shuffles and initialization: its whole state is the seed and a position.</summary>
public sealed class PhiloxRandom(ulong seed, int stream = 0, long position = 0)
{
    public ulong Seed => seed;

    public int Stream => stream;

    /// <summary>Words drawn so far. Setting it resumes a sequence.</summary>
    public long Position { get; set; } = position;

    /// <summary>Uniform in [0, 1).</summary>
    public float NextUniform() => Philox.ToUniform(NextWord());

    /// <summary>Standard normal; takes two words.</summary>
    public float NextNormal() => Philox.BoxMuller(NextWord(), NextWord());

    /// <summary>Uniform in 0 … bound − 1, without bias (Lemire, "Fast random integer generation in an interval", 2019).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var rejected = (uint)-bound % (uint)bound;
        while (true)
        {
            var product = (ulong)NextWord() * (uint)bound;
            if ((uint)product >= rejected) return (int)(product >> 32);
        }
    }

    /// <summary>A uniformly random order (Fisher–Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    uint NextWord()
    {
        var (x, y, z, w) = Philox.Block(seed, 0, stream, Position >> 2);
        return (Position++ & 3) switch { 0 => x, 1 => y, 2 => z, _ => w };
    }
}
