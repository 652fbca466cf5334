using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>F(2, 3) at the points 0, ±1 and ∞: 16 multiplications for 2×2 results instead of 36.</summary>
internal readonly unsafe struct WinogradTransform2 : IWinogradTransform
{
    public static int Outputs
    {
        [MethodImpl(AggressiveInlining)]
        get => 2;
    }

    public static int Points
    {
        [MethodImpl(AggressiveInlining)]
        get => 4;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Weights<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>
    {
        var (g0, g1, g2) = (TSimd.Load(in *from, 0), TSimd.Load(in *from, step), TSimd.Load(in *from, 2 * step));
        var half = TSimd.Create(0.5f);
        var (even, odd) = (half * (g0 + g2), half * g1);
        TSimd.Store(g0, ref *to, 0);
        TSimd.Store(even + odd, ref *to, stepTo);
        TSimd.Store(even - odd, ref *to, 2 * stepTo);
        TSimd.Store(g2, ref *to, 3 * stepTo);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Input<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>
    {
        var (d0, d1) = (TSimd.Load(in *from, 0), TSimd.Load(in *from, step));
        var (d2, d3) = (TSimd.Load(in *from, 2 * step), TSimd.Load(in *from, 3 * step));
        TSimd.Store(d0 - d2, ref *to, 0);
        TSimd.Store(d1 + d2, ref *to, stepTo);
        TSimd.Store(d2 - d1, ref *to, 2 * stepTo);
        TSimd.Store(d3 - d1, ref *to, 3 * stepTo);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Output<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>
    {
        var (m0, m1) = (TSimd.Load(in *from, 0), TSimd.Load(in *from, step));
        var (m2, m3) = (TSimd.Load(in *from, 2 * step), TSimd.Load(in *from, 3 * step));
        TSimd.Store(m0 + m1 + m2, ref *to, 0);
        TSimd.Store(m1 - m2 + m3, ref *to, stepTo);
    }
}
