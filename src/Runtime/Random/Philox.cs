using System;

namespace Sinter.Runtime;

/// <summary>
/// Philox 4×32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011): random numbers as a function of a key and a counter,
/// so that any element can be had in any order on any thread. The key is the seed; the counter is (index / 4, step, stream), and index mod 4 picks one
/// of the four words.
/// </summary>
public static partial class Philox
{
    const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;
    const int Rounds = 10;
    const float Ulp = 1f / (1 << 24);

    /// <summary>Four random words.</summary>
    public static (uint X, uint Y, uint Z, uint W) Block((uint X, uint Y, uint Z, uint W) counter, (uint X, uint Y) key)
    {
        var (x, y, z, w) = counter;
        var (k0, k1) = key;
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x;
            var product1 = (ulong)Multiplier1 * z;
            (x, y, z, w) = ((uint)(product1 >> 32) ^ y ^ k0, (uint)product1, (uint)(product0 >> 32) ^ w ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }
        return (x, y, z, w);
    }

    /// <summary>The words of elements 4·block … 4·block + 3.</summary>
    public static (uint X, uint Y, uint Z, uint W) Block(ulong seed, long step, int stream, long block) =>
        Block(((uint)block, (uint)(block >> 32), (uint)step, (uint)stream), ((uint)seed, (uint)(seed >> 32)));

    /// <summary>A uniform number in [0, 1), a multiple of 2⁻²⁴.</summary>
    public static float Uniform(ulong seed, long step, int stream, long index)
    {
        var (x, y, z, w) = Block(seed, step, stream, index >> 2);
        return ToUniform((index & 3) switch { 0 => x, 1 => y, 2 => z, _ => w });
    }

    /// <summary>A standard normal number: Box–Muller over the words of elements 2·index and 2·index + 1.</summary>
    public static float Normal(ulong seed, long step, int stream, long index)
    {
        var (x, y, z, w) = Block(seed, step, stream, index >> 1);
        return (index & 1) == 0 ? BoxMuller(x, y) : BoxMuller(z, w);
    }

    internal static float ToUniform(uint word) => (word >> 8) * Ulp;

    /// <summary>√(−2 ln u) cos 2πv, with u in (0, 1].</summary>
    internal static float BoxMuller(uint u, uint v) =>
        (float)(Math.Sqrt(-2 * Math.Log((u + 1.0) / 4294967296.0)) * Math.Cos(2 * Math.PI * v / 4294967296.0));
}
