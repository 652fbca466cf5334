using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>eˣ. Underflow is gradual; ±∞ and NaN as IEEE 754 wants them. At most 0.98 ulp off.</summary>
    /// <remarks>x = n·ln 2 + r with |r| ≤ ln 2 / 2, then the polynomial of Cephes' expf for eʳ.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd Exp<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        x = TSimd.AtMost(TSimd.Create(89f), TSimd.AtLeast(TSimd.Create(-105f), x));
        var n = TSimd.Round(x * TSimd.Create(Log2E));
        var r = ReduceByLog2(x, n);
        return TSimd.Scale(TSimd.MultiplyAdd(r * r, ExpTail(r), r) + TSimd.Create(1f), n);
    }

    const float Log2E = 1.44269504f;

    /// <summary>x − n·ln 2, with ln 2 in two parts, the first of so few bits that its product with n is exact.</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd ReduceByLog2<TSimd>(TSimd x, TSimd n)
        where TSimd : struct, ISimd<TSimd> =>
        TSimd.MultiplyAdd(n, TSimd.Create(2.12194440e-4f), TSimd.MultiplyAdd(n, TSimd.Create(-0.693359375f), x));

    /// <summary>(eʳ − 1 − r) / r² for |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(AggressiveInlining)]
    static TSimd ExpTail<TSimd>(TSimd r)
        where TSimd : struct, ISimd<TSimd>
    {
        var p = TSimd.MultiplyAdd(TSimd.Create(1.9875691500e-4f), r, TSimd.Create(1.3981999507e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(8.3334519073e-3f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(4.1665795894e-2f));
        p = TSimd.MultiplyAdd(p, r, TSimd.Create(1.6666665459e-1f));
        return TSimd.MultiplyAdd(p, r, TSimd.Create(5.0000001201e-1f));
    }
}
