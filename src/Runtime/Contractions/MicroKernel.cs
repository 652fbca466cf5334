using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// The innermost kernel for few rows: a tile of sums, up to 7 rows by 4 vectors, held in registers over the whole reduction. In every step a row of B meets one element
/// from each row of A.
/// </summary>
/// <remarks>
/// Each sum is a local variable of its own: in a struct or an array the ahead-of-time compiler would keep it in memory. No call may stand between the loops and
/// the end, because vector registers do not survive one. What lies beyond the tile's size is removed when the kernel is compiled.
/// </remarks>
internal static unsafe class MicroKernel
{
    // Some hundred cycles.
    const int StepsAhead = 8;

    /// <summary>Forms the sums of a tile, and stores what the epilogue makes of them.</summary>
    /// <remarks>
    /// The tile has TRows rows of TVectors vectors; the third vector of a row of B lies <paramref name="next"/> elements behind the first. With TPart the last one is
    /// loaded in part: its first <paramref name="last"/> elements. The sums go on from <paramref name="start"/>, rows <paramref name="startStride"/> apart, or begin with
    /// zero where it is null.
    /// </remarks>
    [MethodImpl(AggressiveOptimization)]
    public static void Run<TSimd, TRows, TVectors, TPart, TEpilogue>(
        in Reduction reduction, float* a, float* b, nint next, int last, float* start, nint startStride, ref TEpilogue epilogue, float* c, nint strideC, nint offset, nint column)
        where TSimd : struct, ISimd<TSimd>
        where TRows : struct, INumber
        where TVectors : struct, INumber
        where TPart : struct, IFlag
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var (k, rowStride, stepA, stepB) = (reduction.K, reduction.StrideAM, reduction.StrideAK, reduction.StrideBK);
        var mask = TSimd.FirstLanes(last);
        var ahead = StepsAhead * stepB;
        TSimd c00 = TSimd.Zero, c01 = TSimd.Zero, c02 = TSimd.Zero, c03 = TSimd.Zero;
        TSimd c10 = TSimd.Zero, c11 = TSimd.Zero, c12 = TSimd.Zero, c13 = TSimd.Zero;
        TSimd c20 = TSimd.Zero, c21 = TSimd.Zero, c22 = TSimd.Zero, c23 = TSimd.Zero;
        TSimd c30 = TSimd.Zero, c31 = TSimd.Zero, c32 = TSimd.Zero, c33 = TSimd.Zero;
        TSimd c40 = TSimd.Zero, c41 = TSimd.Zero, c42 = TSimd.Zero, c43 = TSimd.Zero;
        TSimd c50 = TSimd.Zero, c51 = TSimd.Zero, c52 = TSimd.Zero, c53 = TSimd.Zero;
        TSimd c60 = TSimd.Zero, c61 = TSimd.Zero, c62 = TSimd.Zero, c63 = TSimd.Zero;
        if (start != null)
        {
            c00 = TSimd.Load(in *start, 0);
            if (TVectors.Value > 1) c01 = TSimd.Load(in *start, TSimd.Count);
            if (TVectors.Value > 2) c02 = TSimd.Load(in *start, 2 * TSimd.Count);
            if (TVectors.Value > 3) c03 = TSimd.Load(in *start, 3 * TSimd.Count);
            if (TRows.Value > 1)
            {
                c10 = TSimd.Load(in *start, startStride);
                if (TVectors.Value > 1) c11 = TSimd.Load(in *start, startStride + TSimd.Count);
                if (TVectors.Value > 2) c12 = TSimd.Load(in *start, startStride + 2 * TSimd.Count);
                if (TVectors.Value > 3) c13 = TSimd.Load(in *start, startStride + 3 * TSimd.Count);
            }
            if (TRows.Value > 2)
            {
                c20 = TSimd.Load(in *start, 2 * startStride);
                if (TVectors.Value > 1) c21 = TSimd.Load(in *start, 2 * startStride + TSimd.Count);
                if (TVectors.Value > 2) c22 = TSimd.Load(in *start, 2 * startStride + 2 * TSimd.Count);
                if (TVectors.Value > 3) c23 = TSimd.Load(in *start, 2 * startStride + 3 * TSimd.Count);
            }
            if (TRows.Value > 3)
            {
                c30 = TSimd.Load(in *start, 3 * startStride);
                if (TVectors.Value > 1) c31 = TSimd.Load(in *start, 3 * startStride + TSimd.Count);
                if (TVectors.Value > 2) c32 = TSimd.Load(in *start, 3 * startStride + 2 * TSimd.Count);
                if (TVectors.Value > 3) c33 = TSimd.Load(in *start, 3 * startStride + 3 * TSimd.Count);
            }
            if (TRows.Value > 4)
            {
                c40 = TSimd.Load(in *start, 4 * startStride);
                if (TVectors.Value > 1) c41 = TSimd.Load(in *start, 4 * startStride + TSimd.Count);
                if (TVectors.Value > 2) c42 = TSimd.Load(in *start, 4 * startStride + 2 * TSimd.Count);
                if (TVectors.Value > 3) c43 = TSimd.Load(in *start, 4 * startStride + 3 * TSimd.Count);
            }
            if (TRows.Value > 5)
            {
                c50 = TSimd.Load(in *start, 5 * startStride);
                if (TVectors.Value > 1) c51 = TSimd.Load(in *start, 5 * startStride + TSimd.Count);
                if (TVectors.Value > 2) c52 = TSimd.Load(in *start, 5 * startStride + 2 * TSimd.Count);
                if (TVectors.Value > 3) c53 = TSimd.Load(in *start, 5 * startStride + 3 * TSimd.Count);
            }
            if (TRows.Value > 6)
            {
                c60 = TSimd.Load(in *start, 6 * startStride);
                if (TVectors.Value > 1) c61 = TSimd.Load(in *start, 6 * startStride + TSimd.Count);
                if (TVectors.Value > 2) c62 = TSimd.Load(in *start, 6 * startStride + 2 * TSimd.Count);
                if (TVectors.Value > 3) c63 = TSimd.Load(in *start, 6 * startStride + 3 * TSimd.Count);
            }
        }
        for (nint i = 0; i < reduction.Outer.Extent; i++)
        {
            for (nint j = 0; j < reduction.Inner.Extent; j++)
            {
                var a0 = a + i * reduction.Outer.StrideA + j * reduction.Inner.StrideA;
                var p = b + i * reduction.Outer.StrideB + j * reduction.Inner.StrideB;
                var a1 = a0 + rowStride;
                var a2 = a1 + rowStride;
                var a3 = a2 + rowStride;
                var a4 = a3 + rowStride;
                var a5 = a4 + rowStride;
                var a6 = a5 + rowStride;
                nint at = 0;
                for (nint left = k; left > 0; left--)
                {
                    var b0 = TPart.Value && TVectors.Value == 1 ? TSimd.LoadMasked(in *p, 0, mask) : TSimd.Load(in *p, 0);
                    var b1 = TVectors.Value < 2 ? TSimd.Zero : TPart.Value && TVectors.Value == 2 ? TSimd.LoadMasked(in *p, 1 * TSimd.Count, mask) : TSimd.Load(in *p, 1 * TSimd.Count);
                    var b2 = TVectors.Value < 3 ? TSimd.Zero : TPart.Value && TVectors.Value == 3 ? TSimd.LoadMasked(in *p, next, mask) : TSimd.Load(in *p, next);
                    var b3 = TVectors.Value < 4 ? TSimd.Zero : TPart.Value && TVectors.Value == 4 ? TSimd.LoadMasked(in *p, next + TSimd.Count, mask) : TSimd.Load(in *p, next + TSimd.Count);
                    // A single row waits for its loads alone, and every further one delays it.
                    if (TRows.Value > 1 && TVectors.Value > 1) Prefetch.Line(p + ahead);
                    if (TRows.Value > 1 && TVectors.Value > 1) Prefetch.Line(p + ahead + TSimd.Count);
                    if (TRows.Value > 1 && TVectors.Value > 2) Prefetch.Line(p + ahead + next);
                    if (TRows.Value > 1 && TVectors.Value > 3) Prefetch.Line(p + ahead + next + TSimd.Count);
                    p += stepB;
                    var x0 = TSimd.Create(a0[at]);
                    TSimd.MultiplyAccumulate(x0, b0, ref c00);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x0, b1, ref c01);
                    if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x0, b2, ref c02);
                    if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x0, b3, ref c03);
                    if (TRows.Value > 1)
                    {
                        var x1 = TSimd.Create(a1[at]);
                        TSimd.MultiplyAccumulate(x1, b0, ref c10);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x1, b1, ref c11);
                        if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x1, b2, ref c12);
                        if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x1, b3, ref c13);
                    }
                    if (TRows.Value > 2)
                    {
                        var x2 = TSimd.Create(a2[at]);
                        TSimd.MultiplyAccumulate(x2, b0, ref c20);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x2, b1, ref c21);
                        if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x2, b2, ref c22);
                        if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x2, b3, ref c23);
                    }
                    if (TRows.Value > 3)
                    {
                        var x3 = TSimd.Create(a3[at]);
                        TSimd.MultiplyAccumulate(x3, b0, ref c30);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x3, b1, ref c31);
                        if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x3, b2, ref c32);
                        if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x3, b3, ref c33);
                    }
                    if (TRows.Value > 4)
                    {
                        var x4 = TSimd.Create(a4[at]);
                        TSimd.MultiplyAccumulate(x4, b0, ref c40);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x4, b1, ref c41);
                        if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x4, b2, ref c42);
                        if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x4, b3, ref c43);
                    }
                    if (TRows.Value > 5)
                    {
                        var x5 = TSimd.Create(a5[at]);
                        TSimd.MultiplyAccumulate(x5, b0, ref c50);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x5, b1, ref c51);
                        if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x5, b2, ref c52);
                        if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x5, b3, ref c53);
                    }
                    if (TRows.Value > 6)
                    {
                        var x6 = TSimd.Create(a6[at]);
                        TSimd.MultiplyAccumulate(x6, b0, ref c60);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x6, b1, ref c61);
                        if (TVectors.Value > 2) TSimd.MultiplyAccumulate(x6, b2, ref c62);
                        if (TVectors.Value > 3) TSimd.MultiplyAccumulate(x6, b3, ref c63);
                    }
                    at += stepA;
                }
            }
        }
        var e = epilogue;
        var at0 = offset;
        TSimd.Store(e.Apply(c00, at0, column, TSimd.Count), ref *c, at0);
        if (TVectors.Value > 1) TSimd.Store(e.Apply(c01, at0 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at0 + TSimd.Count);
        if (TVectors.Value > 2) TSimd.Store(e.Apply(c02, at0 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at0 + 2 * TSimd.Count);
        if (TVectors.Value > 3) TSimd.Store(e.Apply(c03, at0 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at0 + 3 * TSimd.Count);
        if (TRows.Value > 1)
        {
            var at1 = offset + strideC;
            TSimd.Store(e.Apply(c10, at1, column, TSimd.Count), ref *c, at1);
            if (TVectors.Value > 1) TSimd.Store(e.Apply(c11, at1 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at1 + TSimd.Count);
            if (TVectors.Value > 2) TSimd.Store(e.Apply(c12, at1 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at1 + 2 * TSimd.Count);
            if (TVectors.Value > 3) TSimd.Store(e.Apply(c13, at1 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at1 + 3 * TSimd.Count);
        }
        if (TRows.Value > 2)
        {
            var at2 = offset + 2 * strideC;
            TSimd.Store(e.Apply(c20, at2, column, TSimd.Count), ref *c, at2);
            if (TVectors.Value > 1) TSimd.Store(e.Apply(c21, at2 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at2 + TSimd.Count);
            if (TVectors.Value > 2) TSimd.Store(e.Apply(c22, at2 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at2 + 2 * TSimd.Count);
            if (TVectors.Value > 3) TSimd.Store(e.Apply(c23, at2 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at2 + 3 * TSimd.Count);
        }
        if (TRows.Value > 3)
        {
            var at3 = offset + 3 * strideC;
            TSimd.Store(e.Apply(c30, at3, column, TSimd.Count), ref *c, at3);
            if (TVectors.Value > 1) TSimd.Store(e.Apply(c31, at3 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at3 + TSimd.Count);
            if (TVectors.Value > 2) TSimd.Store(e.Apply(c32, at3 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at3 + 2 * TSimd.Count);
            if (TVectors.Value > 3) TSimd.Store(e.Apply(c33, at3 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at3 + 3 * TSimd.Count);
        }
        if (TRows.Value > 4)
        {
            var at4 = offset + 4 * strideC;
            TSimd.Store(e.Apply(c40, at4, column, TSimd.Count), ref *c, at4);
            if (TVectors.Value > 1) TSimd.Store(e.Apply(c41, at4 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at4 + TSimd.Count);
            if (TVectors.Value > 2) TSimd.Store(e.Apply(c42, at4 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at4 + 2 * TSimd.Count);
            if (TVectors.Value > 3) TSimd.Store(e.Apply(c43, at4 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at4 + 3 * TSimd.Count);
        }
        if (TRows.Value > 5)
        {
            var at5 = offset + 5 * strideC;
            TSimd.Store(e.Apply(c50, at5, column, TSimd.Count), ref *c, at5);
            if (TVectors.Value > 1) TSimd.Store(e.Apply(c51, at5 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at5 + TSimd.Count);
            if (TVectors.Value > 2) TSimd.Store(e.Apply(c52, at5 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at5 + 2 * TSimd.Count);
            if (TVectors.Value > 3) TSimd.Store(e.Apply(c53, at5 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at5 + 3 * TSimd.Count);
        }
        if (TRows.Value > 6)
        {
            var at6 = offset + 6 * strideC;
            TSimd.Store(e.Apply(c60, at6, column, TSimd.Count), ref *c, at6);
            if (TVectors.Value > 1) TSimd.Store(e.Apply(c61, at6 + TSimd.Count, column + TSimd.Count, TSimd.Count), ref *c, at6 + TSimd.Count);
            if (TVectors.Value > 2) TSimd.Store(e.Apply(c62, at6 + 2 * TSimd.Count, column + 2 * TSimd.Count, TSimd.Count), ref *c, at6 + 2 * TSimd.Count);
            if (TVectors.Value > 3) TSimd.Store(e.Apply(c63, at6 + 3 * TSimd.Count, column + 3 * TSimd.Count, TSimd.Count), ref *c, at6 + 3 * TSimd.Count);
        }
    }
}
