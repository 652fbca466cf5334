using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// The vector version: each 128 bits hold the four words of one block, so that a widening multiplication of the even lanes is just the one that a round asks for,
/// and the results lie in the order of the elements.
/// </summary>
public static partial class Philox
{
    /// <summary>The words of 4 blocks.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector512<uint> Blocks512(ulong seed, long step, int stream, long block)
    {
        var words = Vector512.Create(
            (uint)(block + 0), (uint)((block + 0) >> 32), (uint)step, (uint)stream,
            (uint)(block + 1), (uint)((block + 1) >> 32), (uint)step, (uint)stream,
            (uint)(block + 2), (uint)((block + 2) >> 32), (uint)step, (uint)stream,
            (uint)(block + 3), (uint)((block + 3) >> 32), (uint)step, (uint)stream);
        var multipliers = Vector512.Create((ulong)Multiplier0, Multiplier1, Multiplier0, Multiplier1, Multiplier0, Multiplier1, Multiplier0, Multiplier1).AsUInt32();
        var key = Vector512.Create((uint)seed, 0, (uint)(seed >> 32), 0, (uint)seed, 0, (uint)(seed >> 32), 0, (uint)seed, 0, (uint)(seed >> 32), 0, (uint)seed, 0, (uint)(seed >> 32), 0);
        var weyl = Vector512.Create(Weyl0, 0, Weyl1, 0, Weyl0, 0, Weyl1, 0, Weyl0, 0, Weyl1, 0, Weyl0, 0, Weyl1, 0);
        var even = Vector512.Create(uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0);
        for (var round = 0; round < Rounds; round++)
        {
            // [low0, high0, low1, high1] becomes [high1, low1, high0, low0]; y and w move to where the high halves are.
            var products = Avx512F.IsSupported ? Avx512F.Multiply(words, multipliers) : ((words & even).AsUInt64() * multipliers.AsUInt64());
            var crossed = Vector512.Shuffle(products.AsUInt32(), Vector512.Create(3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12u));
            var odd = Vector512.Shuffle(words, Vector512.Create(1, 1, 3, 3, 5, 5, 7, 7, 9, 9, 11, 11, 13, 13, 15, 15u)) & even;
            words = crossed ^ odd ^ key;
            key += weyl;
        }
        return words;
    }

    /// <summary>Words as numbers in [0, 1).</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector512<float> ToUniform(Vector512<uint> words) => Vector512.ConvertToSingle((words >> 8).AsInt32()) * Vector512.Create(Ulp);

    /// <summary>The words of 2 blocks.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector256<uint> Blocks256(ulong seed, long step, int stream, long block)
    {
        var words = Vector256.Create(
            (uint)(block + 0), (uint)((block + 0) >> 32), (uint)step, (uint)stream,
            (uint)(block + 1), (uint)((block + 1) >> 32), (uint)step, (uint)stream);
        var multipliers = Vector256.Create((ulong)Multiplier0, Multiplier1, Multiplier0, Multiplier1).AsUInt32();
        var key = Vector256.Create((uint)seed, 0, (uint)(seed >> 32), 0, (uint)seed, 0, (uint)(seed >> 32), 0);
        var weyl = Vector256.Create(Weyl0, 0, Weyl1, 0, Weyl0, 0, Weyl1, 0);
        var even = Vector256.Create(uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0, uint.MaxValue, 0);
        for (var round = 0; round < Rounds; round++)
        {
            // [low0, high0, low1, high1] becomes [high1, low1, high0, low0]; y and w move to where the high halves are.
            var products = Avx2.IsSupported ? Avx2.Multiply(words, multipliers) : ((words & even).AsUInt64() * multipliers.AsUInt64());
            var crossed = Vector256.Shuffle(products.AsUInt32(), Vector256.Create(3, 2, 1, 0, 7, 6, 5, 4u));
            var odd = Vector256.Shuffle(words, Vector256.Create(1, 1, 3, 3, 5, 5, 7, 7u)) & even;
            words = crossed ^ odd ^ key;
            key += weyl;
        }
        return words;
    }

    /// <summary>Words as numbers in [0, 1).</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector256<float> ToUniform(Vector256<uint> words) => Vector256.ConvertToSingle((words >> 8).AsInt32()) * Vector256.Create(Ulp);

    /// <summary>The words of 1 block.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector128<uint> Blocks128(ulong seed, long step, int stream, long block)
    {
        var words = Vector128.Create(
            (uint)(block + 0), (uint)((block + 0) >> 32), (uint)step, (uint)stream);
        var multipliers = Vector128.Create((ulong)Multiplier0, Multiplier1).AsUInt32();
        var key = Vector128.Create((uint)seed, 0, (uint)(seed >> 32), 0);
        var weyl = Vector128.Create(Weyl0, 0, Weyl1, 0);
        var even = Vector128.Create(uint.MaxValue, 0, uint.MaxValue, 0);
        for (var round = 0; round < Rounds; round++)
        {
            // [low0, high0, low1, high1] becomes [high1, low1, high0, low0]; y and w move to where the high halves are.
            var products = Sse2.IsSupported ? Sse2.Multiply(words, multipliers) : ((words & even).AsUInt64() * multipliers.AsUInt64());
            var crossed = Vector128.Shuffle(products.AsUInt32(), Vector128.Create(3, 2, 1, 0u));
            var odd = Vector128.Shuffle(words, Vector128.Create(1, 1, 3, 3u)) & even;
            words = crossed ^ odd ^ key;
            key += weyl;
        }
        return words;
    }

    /// <summary>Words as numbers in [0, 1).</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector128<float> ToUniform(Vector128<uint> words) => Vector128.ConvertToSingle((words >> 8).AsInt32()) * Vector128.Create(Ulp);

    /// <summary>Elements that begin inside a block.</summary>
    internal static unsafe TSimd UniformUnaligned<TSimd>(ulong seed, long step, int stream, long index)
        where TSimd : struct, ISimd<TSimd>
    {
        var lanes = stackalloc float[TSimd.Count];
        for (var i = 0; i < TSimd.Count; i++) lanes[i] = Uniform(seed, step, stream, index + i);
        return TSimd.Load(in *lanes, 0);
    }
}
