using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>1/√x. At most 1.48 ulp off.</summary>
    [MethodImpl(AggressiveInlining)]
    public static TSimd ReciprocalSqrt<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd> => TSimd.Create(1f) / TSimd.Sqrt(x);
}
