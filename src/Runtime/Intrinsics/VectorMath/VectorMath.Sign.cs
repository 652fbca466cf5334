using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>−1, 0 or 1; zeros and NaN stay what they are.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Sign<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var unit = CopySign(TSimd.Create(1f), x);
        return TSimd.Select(TSimd.Less(TSimd.Zero, TSimd.Abs(x)), unit, x);
    }
}
