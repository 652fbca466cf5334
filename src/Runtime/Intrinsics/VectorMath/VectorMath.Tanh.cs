using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>The hyperbolic tangent. At most 1.22 ulp off.</summary>
    /// <remarks>The polynomial of Cephes' tanhf for |x| &lt; 0.625; elsewhere 1 − 2 / (e²ˣ + 1) with the sign of x.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Tanh<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var size = TSimd.Abs(x);
        var square = x * x;
        var p = TSimd.MultiplyAdd(TSimd.Create(-5.70498872745e-3f), square, TSimd.Create(2.06390887954e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(-5.37397155531e-2f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(1.33314422036e-1f));
        p = TSimd.MultiplyAdd(p, square, TSimd.Create(-3.33332819422e-1f));
        var small = TSimd.MultiplyAdd(p * square, size, size);
        var one = TSimd.Create(1f);
        var large = one - TSimd.Create(2f) / (Exp(size + size) + one);
        return CopySign(TSimd.Select(TSimd.Less(size, TSimd.Create(0.625f)), small, large), x);
    }

    /// <summary>A size that is not negative, with the sign of another number.</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd CopySign<TSimd>(TSimd size, TSimd sign)
        where TSimd : struct, ISimd<TSimd> => size | (sign & TSimd.Create(-0f));
}
