using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>1 / (1 + e⁻ˣ). At most 2.11 ulp off.</summary>
    /// <remarks>With z = e^−|x|, which cannot overflow: 1 / (1 + z), or z / (1 + z) below 0.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Sigmoid<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var one = TSimd.Create(1f);
        var z = Exp(-TSimd.Abs(x));
        return TSimd.Select(TSimd.Less(x, TSimd.Zero), z, one) / (one + z);
    }
}
