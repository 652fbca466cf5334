using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>ln(1 + x), accurate near 0; −∞ at −1, NaN below. At most 1.44 ulp off.</summary>
    /// <remarks>ln u for u = 1 + x rounded, and what the rounding lost, (x − (u − 1)) / u.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd LogOnePlus<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var one = TSimd.Create(1f);
        var (sum, lost) = TwoSum(x, one);
        var log = Log(sum);
        var ordinary = TSimd.Less(TSimd.Zero, sum) & TSimd.Less(sum, TSimd.Create(float.PositiveInfinity));
        return TSimd.Select(TSimd.Equal(sum, one), x, TSimd.Select(ordinary, log + lost / sum, log));
    }
}
