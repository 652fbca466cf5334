using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// F(4, 3) at the points 0, ±a, ±b and ∞ with a = 5/8 and b = 3/2: 36 multiplications for 4×4 results instead of 144. The customary points 0, ±1, ±2 make numbers of very
/// different sizes and lose two to four times as much to rounding; with these, every factor of Aᵀ and Bᵀ is exact in binary.
/// </summary>
internal readonly unsafe struct WinogradTransform4 : IWinogradTransform
{
    // The points and their powers, and what G divides by: the product of the distances to the other points.
    const float A1 = 0.625f, A2 = A1 * A1, A3 = A2 * A1;
    const float B1 = 1.5f, B2 = B1 * B1, B3 = B2 * B1;
    const double AtZero = (double)A2 * B2, AtA = 2.0 * A2 * (A2 - B2), AtB = 2.0 * B2 * (B2 - A2);

    public static int Outputs
    {
        [MethodImpl(AggressiveInlining)]
        get => 4;
    }

    public static int Points
    {
        [MethodImpl(AggressiveInlining)]
        get => 6;
    }

    [MethodImpl(AggressiveInlining)]
    public static void Weights<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>
    {
        var (g0, g1, g2) = (TSimd.Load(in *from, 0), TSimd.Load(in *from, step), TSimd.Load(in *from, 2 * step));
        var (evenA, oddA) = (TSimd.MultiplyAdd(TSimd.Create((float)(A2 / AtA)), g2, TSimd.Create((float)(1 / AtA)) * g0), TSimd.Create((float)(A1 / AtA)) * g1);
        var (evenB, oddB) = (TSimd.MultiplyAdd(TSimd.Create((float)(B2 / AtB)), g2, TSimd.Create((float)(1 / AtB)) * g0), TSimd.Create((float)(B1 / AtB)) * g1);
        TSimd.Store(TSimd.Create((float)(1 / AtZero)) * g0, ref *to, 0);
        TSimd.Store(evenA + oddA, ref *to, stepTo);
        TSimd.Store(evenA - oddA, ref *to, 2 * stepTo);
        TSimd.Store(evenB + oddB, ref *to, 3 * stepTo);
        TSimd.Store(evenB - oddB, ref *to, 4 * stepTo);
        TSimd.Store(g2, ref *to, 5 * stepTo);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Input<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>
    {
        var (d0, d1, d2) = (TSimd.Load(in *from, 0), TSimd.Load(in *from, step), TSimd.Load(in *from, 2 * step));
        var (d3, d4, d5) = (TSimd.Load(in *from, 3 * step), TSimd.Load(in *from, 4 * step), TSimd.Load(in *from, 5 * step));
        var (product, sum) = (TSimd.Create(A2 * B2), TSimd.Create(-(A2 + B2)));
        var (evenA, oddA) = (TSimd.MultiplyAdd(TSimd.Create(-B2), d2, d4), TSimd.Create(A1) * TSimd.MultiplyAdd(TSimd.Create(-B2), d1, d3));
        var (evenB, oddB) = (TSimd.MultiplyAdd(TSimd.Create(-A2), d2, d4), TSimd.Create(B1) * TSimd.MultiplyAdd(TSimd.Create(-A2), d1, d3));
        TSimd.Store(TSimd.MultiplyAdd(product, d0, TSimd.MultiplyAdd(sum, d2, d4)), ref *to, 0);
        TSimd.Store(evenA + oddA, ref *to, stepTo);
        TSimd.Store(evenA - oddA, ref *to, 2 * stepTo);
        TSimd.Store(evenB + oddB, ref *to, 3 * stepTo);
        TSimd.Store(evenB - oddB, ref *to, 4 * stepTo);
        TSimd.Store(TSimd.MultiplyAdd(product, d1, TSimd.MultiplyAdd(sum, d3, d5)), ref *to, 5 * stepTo);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Output<TSimd>(float* from, nint step, float* to, nint stepTo)
        where TSimd : struct, ISimd<TSimd>
    {
        var (m0, m1, m2) = (TSimd.Load(in *from, 0), TSimd.Load(in *from, step), TSimd.Load(in *from, 2 * step));
        var (m3, m4, m5) = (TSimd.Load(in *from, 3 * step), TSimd.Load(in *from, 4 * step), TSimd.Load(in *from, 5 * step));
        var (sumA, differenceA) = (m1 + m2, m1 - m2);
        var (sumB, differenceB) = (m3 + m4, m3 - m4);
        TSimd.Store(m0 + (sumA + sumB), ref *to, 0);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Create(A1), differenceA, TSimd.Create(B1) * differenceB), ref *to, stepTo);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Create(A2), sumA, TSimd.Create(B2) * sumB), ref *to, 2 * stepTo);
        TSimd.Store(TSimd.MultiplyAdd(TSimd.Create(A3), differenceA, TSimd.MultiplyAdd(TSimd.Create(B3), differenceB, m5)), ref *to, 3 * stepTo);
    }
}
