namespace Sinter.TestKit;

/// <summary>
/// Philox 4×32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011), written down a second time, plainly. Key: the seed. Counter:
/// element index / 4, step, stream; word: index mod 4. Uniform: the upper 24 bits over 2²⁴.
/// </summary>
internal static class PhiloxReference
{
    public static double Uniform(ulong seed, long step, int stream, long index)
    {
        uint[] counter = [(uint)(index / 4), (uint)((index / 4) >> 32), (uint)step, (uint)stream];
        var (k0, k1) = ((uint)seed, (uint)(seed >> 32));
        for (var round = 0; round < 10; round++)
        {
            var (a, b) = (0xD2511F53UL * counter[0], 0xCD9E8D57UL * counter[2]);
            counter = [(uint)(b >> 32) ^ counter[1] ^ k0, (uint)b, (uint)(a >> 32) ^ counter[3] ^ k1, (uint)a];
            (k0, k1) = (unchecked(k0 + 0x9E3779B9), unchecked(k1 + 0xBB67AE85));
        }
        return (counter[index % 4] >> 8) / 16777216.0;
    }
}
