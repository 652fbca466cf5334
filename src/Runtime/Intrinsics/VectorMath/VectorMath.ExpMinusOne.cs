using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

public static partial class VectorMath
{
    /// <summary>eˣ − 1, accurate near 0. At most 1.34 ulp off.</summary>
    /// <remarks>With x = n·ln 2 + r: 2ⁿ·((eʳ − 1) + (1 − 2⁻ⁿ)), where nothing cancels.</remarks>
    [MethodImpl(AggressiveInlining)]
    public static TSimd ExpMinusOne<TSimd>(TSimd x)
        where TSimd : struct, ISimd<TSimd>
    {
        var bounded = TSimd.AtMost(TSimd.Create(89f), TSimd.AtLeast(TSimd.Create(-18f), x));
        var n = TSimd.Round(bounded * TSimd.Create(Log2E));
        var r = ReduceByLog2(bounded, n);
        var one = TSimd.Create(1f);
        var rest = one - TSimd.Scale(one, -n);
        var small = TSimd.MultiplyAdd(r * r, ExpTail(r), r);
        // At 0 the sign is kept, and no polynomial is needed.
        return TSimd.Select(TSimd.Equal(x, TSimd.Zero), x, TSimd.Scale(small + rest, n));
    }
}
