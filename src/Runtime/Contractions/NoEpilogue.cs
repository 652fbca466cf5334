using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>Stores the sums as they are.</summary>
public struct NoEpilogue : IEpilogue
{
    public static bool Unroll => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly TSimd Apply<TSimd>(TSimd sum, nint offset, nint column, int count)
        where TSimd : struct, ISimd<TSimd> => sum;
}
