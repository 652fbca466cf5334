using System;

namespace Sinter.Runtime;

/// <summary>What random numbers are for. Each purpose has keys of its own, so that one seed may be used for all of them.</summary>
internal enum RandomPurpose : uint
{
    Initialization = 1,
    Shuffle = 2,
    Augmentation = 3,
    Split = 4,
}

/// <summary>
/// Random numbers that are addressed, not drawn: Philox 4×32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011). Key: the seed.
/// Counter: index / 4, step, stream; word: index mod 4.
/// </summary>
internal readonly struct RandomNumbers(ulong key, long step = 0, int stream = 0)
{
    /// <summary>The key of a seed that a user gave for a purpose.</summary>
    public static ulong Key(RandomPurpose purpose, int seed) => (ulong)purpose << 32 | (uint)seed;

    /// <summary>The numbers of another step.</summary>
    public RandomNumbers At(long step) => new(key, step, stream);

    /// <summary>Uniform in [0, 1), a multiple of 2⁻²⁴.</summary>
    public double Uniform(long index) => (Word(index) >> 8) / 16777216.0;

    /// <summary>Uniform among 0 … bound − 1 (Lemire 2019, without rejection: the bias is below bound / 2³²).</summary>
    public int Below(long index, int bound) => (int)((ulong)Word(index) * (ulong)bound >> 32);

    /// <summary>Normal with mean 0 and deviation 1, from the uniform numbers 2·index and 2·index + 1 (Box and Muller 1958).</summary>
    public double Normal(long index)
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - Uniform(2 * index)));
        return radius * Math.Cos(2 * Math.PI * Uniform(2 * index + 1));
    }

    uint Word(long index)
    {
        var (c0, c1, c2, c3) = ((uint)(index >> 2), (uint)(index >> 34), (uint)step, (uint)stream);
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (a, b) = (0xD2511F53UL * c0, 0xCD9E8D57UL * c2);
            (c0, c1, c2, c3) = ((uint)(b >> 32) ^ c1 ^ k0, (uint)b, (uint)(a >> 32) ^ c3 ^ k1, (uint)a);
            (k0, k1) = (unchecked(k0 + 0x9E3779B9), unchecked(k1 + 0xBB67AE85));
        }
        return (index & 3) switch { 0 => c0, 1 => c1, 2 => c2, _ => c3 };
    }
}
