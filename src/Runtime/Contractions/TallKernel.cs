using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// The innermost kernel for many rows: a tile of 8 to 16 rows by one or two vectors, for instruction sets with 32 registers. It reads half as much of B for a
/// multiplication as <see cref="MicroKernel"/>, and keeps both multipliers busy where there is one vector of columns.
/// </summary>
/// <remarks>
/// Written as <see cref="MicroKernel"/> is, and for the same reasons. Three rows share a pointer into A: there are not enough registers for one each. There is no epilogue: with
/// one, the compiler would run out of the temporary variables that it allows for inlining, and the calls that remain would push every sum into memory.
/// </remarks>
internal static unsafe class TallKernel
{
    // Some hundred cycles. A single vector of columns is little to read, and its loads are what limits it. Rows that lie 4 KB apart share the 8 or 12 places of one set of
    // the first-level cache: what is asked for much earlier is gone again.
    const int StepsAhead = 16, RowsAhead = 8;

    // A panel of so many steps is larger than the first-level cache: it comes from far away once, and is asked for while that takes.
    const int LongPanel = 384, StepsAheadOfLong = 48;

    /// <summary>Adds the products to the tile at <paramref name="start"/>, and stores the sums.</summary>
    /// <remarks>
    /// The tile has TRows rows of TVectors vectors, <paramref name="startStride"/> apart (0: all rows begin alike, with zeros). With TPart the last vector of a row of B is
    /// loaded in part: its first <paramref name="last"/> elements. With TCopies what is loaded of B, two whole vectors, is also stored in the panel <paramref name="copy"/>.
    /// Each step asks for a line of the memory <paramref name="ahead"/>.
    /// </remarks>
    [MethodImpl(AggressiveOptimization)]
    public static void Run<TSimd, TRows, TVectors, TPart, TCopies>(
        in Reduction reduction, float* a, float* b, int last, float* start, nint startStride, float* sums, nint stride, in Ahead ahead, float* copy = null)
        where TSimd : struct, ISimd<TSimd>
        where TRows : struct, INumber
        where TVectors : struct, INumber
        where TPart : struct, IFlag
        where TCopies : struct, IFlag
    {
        var (k, row, stepA, stepB) = (reduction.K, reduction.StrideAM, reduction.StrideAK, reduction.StrideBK);
        var row2 = 2 * row;
        var isLongPanel = k >= LongPanel && stepB == 2 * TSimd.Count;
        var stepsAhead = (TCopies.Value ? RowsAhead : isLongPanel ? StepsAheadOfLong : StepsAhead) * stepB;
        // A page that is not there would be looked for in each step.
        var next = ahead.From == null ? a : ahead.From;
        var aheadStep = ahead.Step;
        var mask = TSimd.FirstLanes(last);
        var c00 = TSimd.Load(in *start, 0);
        var c01 = TVectors.Value > 1 ? TSimd.Load(in *start, TSimd.Count) : TSimd.Zero;
        var c10 = TSimd.Load(in *start, startStride);
        var c11 = TVectors.Value > 1 ? TSimd.Load(in *start, startStride + TSimd.Count) : TSimd.Zero;
        var c20 = TSimd.Load(in *start, 2 * startStride);
        var c21 = TVectors.Value > 1 ? TSimd.Load(in *start, 2 * startStride + TSimd.Count) : TSimd.Zero;
        var c30 = TSimd.Load(in *start, 3 * startStride);
        var c31 = TVectors.Value > 1 ? TSimd.Load(in *start, 3 * startStride + TSimd.Count) : TSimd.Zero;
        var c40 = TSimd.Load(in *start, 4 * startStride);
        var c41 = TVectors.Value > 1 ? TSimd.Load(in *start, 4 * startStride + TSimd.Count) : TSimd.Zero;
        var c50 = TSimd.Load(in *start, 5 * startStride);
        var c51 = TVectors.Value > 1 ? TSimd.Load(in *start, 5 * startStride + TSimd.Count) : TSimd.Zero;
        var c60 = TSimd.Load(in *start, 6 * startStride);
        var c61 = TVectors.Value > 1 ? TSimd.Load(in *start, 6 * startStride + TSimd.Count) : TSimd.Zero;
        var c70 = TSimd.Load(in *start, 7 * startStride);
        var c71 = TVectors.Value > 1 ? TSimd.Load(in *start, 7 * startStride + TSimd.Count) : TSimd.Zero;
        var c80 = TRows.Value > 8 ? TSimd.Load(in *start, 8 * startStride) : TSimd.Zero;
        var c81 = TRows.Value > 8 && TVectors.Value > 1 ? TSimd.Load(in *start, 8 * startStride + TSimd.Count) : TSimd.Zero;
        var c90 = TRows.Value > 9 ? TSimd.Load(in *start, 9 * startStride) : TSimd.Zero;
        var c91 = TRows.Value > 9 && TVectors.Value > 1 ? TSimd.Load(in *start, 9 * startStride + TSimd.Count) : TSimd.Zero;
        var cA0 = TRows.Value > 10 ? TSimd.Load(in *start, 10 * startStride) : TSimd.Zero;
        var cA1 = TRows.Value > 10 && TVectors.Value > 1 ? TSimd.Load(in *start, 10 * startStride + TSimd.Count) : TSimd.Zero;
        var cB0 = TRows.Value > 11 ? TSimd.Load(in *start, 11 * startStride) : TSimd.Zero;
        var cB1 = TRows.Value > 11 && TVectors.Value > 1 ? TSimd.Load(in *start, 11 * startStride + TSimd.Count) : TSimd.Zero;
        var cC0 = TRows.Value > 12 ? TSimd.Load(in *start, 12 * startStride) : TSimd.Zero;
        var cC1 = TRows.Value > 12 && TVectors.Value > 1 ? TSimd.Load(in *start, 12 * startStride + TSimd.Count) : TSimd.Zero;
        var cD0 = TRows.Value > 13 ? TSimd.Load(in *start, 13 * startStride) : TSimd.Zero;
        var cD1 = TRows.Value > 13 && TVectors.Value > 1 ? TSimd.Load(in *start, 13 * startStride + TSimd.Count) : TSimd.Zero;
        var cE0 = TRows.Value > 14 ? TSimd.Load(in *start, 14 * startStride) : TSimd.Zero;
        var cE1 = TRows.Value > 14 && TVectors.Value > 1 ? TSimd.Load(in *start, 14 * startStride + TSimd.Count) : TSimd.Zero;
        var cF0 = TRows.Value > 15 ? TSimd.Load(in *start, 15 * startStride) : TSimd.Zero;
        var cF1 = TRows.Value > 15 && TVectors.Value > 1 ? TSimd.Load(in *start, 15 * startStride + TSimd.Count) : TSimd.Zero;
        for (nint i = 0; i < reduction.Outer.Extent; i++)
        {
            for (nint j = 0; j < reduction.Inner.Extent; j++)
            {
                var a0 = a + i * reduction.Outer.StrideA + j * reduction.Inner.StrideA;
                var p = b + i * reduction.Outer.StrideB + j * reduction.Inner.StrideB;
                var a3 = a0 + 3 * row;
                var a6 = a3 + 3 * row;
                var a9 = a6 + 3 * row;
                var aC = a9 + 3 * row;
                var aF = aC + 3 * row;
                for (nint left = k; left > 0; left--)
                {
                    var b0 = TPart.Value && TVectors.Value == 1 ? TSimd.LoadMasked(in *p, 0, mask) : TSimd.Load(in *p, 0);
                    var b1 = TVectors.Value < 2 ? TSimd.Zero : TPart.Value ? TSimd.LoadMasked(in *p, TSimd.Count, mask) : TSimd.Load(in *p, TSimd.Count);
                    if (TVectors.Value > 1)
                    {
                        Prefetch.Line(p + stepsAhead);
                        Prefetch.Line(p + stepsAhead + TSimd.Count);
                        // Where it does not begin with a line, it ends on a third one.
                        if (TCopies.Value) Prefetch.Line(p + stepsAhead + 2 * TSimd.Count - 1);
                        Prefetch.Line(next);
                        next += aheadStep;
                    }
                    p += stepB;
                    if (TCopies.Value)
                    {
                        TSimd.Store(b0, ref *copy, 0);
                        TSimd.Store(b1, ref *copy, TSimd.Count);
                        copy += 2 * TSimd.Count;
                    }
                    var x0 = TSimd.Create(a0[0]);
                    TSimd.MultiplyAccumulate(x0, b0, ref c00);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x0, b1, ref c01);
                    var x1 = TSimd.Create(a0[row]);
                    TSimd.MultiplyAccumulate(x1, b0, ref c10);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x1, b1, ref c11);
                    var x2 = TSimd.Create(a0[row2]);
                    TSimd.MultiplyAccumulate(x2, b0, ref c20);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x2, b1, ref c21);
                    var x3 = TSimd.Create(a3[0]);
                    TSimd.MultiplyAccumulate(x3, b0, ref c30);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x3, b1, ref c31);
                    var x4 = TSimd.Create(a3[row]);
                    TSimd.MultiplyAccumulate(x4, b0, ref c40);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x4, b1, ref c41);
                    var x5 = TSimd.Create(a3[row2]);
                    TSimd.MultiplyAccumulate(x5, b0, ref c50);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x5, b1, ref c51);
                    var x6 = TSimd.Create(a6[0]);
                    TSimd.MultiplyAccumulate(x6, b0, ref c60);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x6, b1, ref c61);
                    var x7 = TSimd.Create(a6[row]);
                    TSimd.MultiplyAccumulate(x7, b0, ref c70);
                    if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x7, b1, ref c71);
                    if (TRows.Value > 8)
                    {
                        var x8 = TSimd.Create(a6[row2]);
                        TSimd.MultiplyAccumulate(x8, b0, ref c80);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x8, b1, ref c81);
                    }
                    if (TRows.Value > 9)
                    {
                        var x9 = TSimd.Create(a9[0]);
                        TSimd.MultiplyAccumulate(x9, b0, ref c90);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(x9, b1, ref c91);
                    }
                    if (TRows.Value > 10)
                    {
                        var xA = TSimd.Create(a9[row]);
                        TSimd.MultiplyAccumulate(xA, b0, ref cA0);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(xA, b1, ref cA1);
                    }
                    if (TRows.Value > 11)
                    {
                        var xB = TSimd.Create(a9[row2]);
                        TSimd.MultiplyAccumulate(xB, b0, ref cB0);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(xB, b1, ref cB1);
                    }
                    if (TRows.Value > 12)
                    {
                        var xC = TSimd.Create(aC[0]);
                        TSimd.MultiplyAccumulate(xC, b0, ref cC0);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(xC, b1, ref cC1);
                    }
                    if (TRows.Value > 13)
                    {
                        var xD = TSimd.Create(aC[row]);
                        TSimd.MultiplyAccumulate(xD, b0, ref cD0);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(xD, b1, ref cD1);
                    }
                    if (TRows.Value > 14)
                    {
                        var xE = TSimd.Create(aC[row2]);
                        TSimd.MultiplyAccumulate(xE, b0, ref cE0);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(xE, b1, ref cE1);
                    }
                    if (TRows.Value > 15)
                    {
                        var xF = TSimd.Create(aF[0]);
                        TSimd.MultiplyAccumulate(xF, b0, ref cF0);
                        if (TVectors.Value > 1) TSimd.MultiplyAccumulate(xF, b1, ref cF1);
                    }
                    a0 += stepA;
                    a3 += stepA;
                    a6 += stepA;
                    if (TRows.Value > 9) a9 += stepA;
                    if (TRows.Value > 12) aC += stepA;
                    if (TRows.Value > 15) aF += stepA;
                }
            }
        }
        TSimd.Store(c00, ref *sums, 0);
        if (TVectors.Value > 1) TSimd.Store(c01, ref *sums, TSimd.Count);
        TSimd.Store(c10, ref *sums, stride);
        if (TVectors.Value > 1) TSimd.Store(c11, ref *sums, stride + TSimd.Count);
        TSimd.Store(c20, ref *sums, 2 * stride);
        if (TVectors.Value > 1) TSimd.Store(c21, ref *sums, 2 * stride + TSimd.Count);
        TSimd.Store(c30, ref *sums, 3 * stride);
        if (TVectors.Value > 1) TSimd.Store(c31, ref *sums, 3 * stride + TSimd.Count);
        TSimd.Store(c40, ref *sums, 4 * stride);
        if (TVectors.Value > 1) TSimd.Store(c41, ref *sums, 4 * stride + TSimd.Count);
        TSimd.Store(c50, ref *sums, 5 * stride);
        if (TVectors.Value > 1) TSimd.Store(c51, ref *sums, 5 * stride + TSimd.Count);
        TSimd.Store(c60, ref *sums, 6 * stride);
        if (TVectors.Value > 1) TSimd.Store(c61, ref *sums, 6 * stride + TSimd.Count);
        TSimd.Store(c70, ref *sums, 7 * stride);
        if (TVectors.Value > 1) TSimd.Store(c71, ref *sums, 7 * stride + TSimd.Count);
        if (TRows.Value > 8) TSimd.Store(c80, ref *sums, 8 * stride);
        if (TRows.Value > 8 && TVectors.Value > 1) TSimd.Store(c81, ref *sums, 8 * stride + TSimd.Count);
        if (TRows.Value > 9) TSimd.Store(c90, ref *sums, 9 * stride);
        if (TRows.Value > 9 && TVectors.Value > 1) TSimd.Store(c91, ref *sums, 9 * stride + TSimd.Count);
        if (TRows.Value > 10) TSimd.Store(cA0, ref *sums, 10 * stride);
        if (TRows.Value > 10 && TVectors.Value > 1) TSimd.Store(cA1, ref *sums, 10 * stride + TSimd.Count);
        if (TRows.Value > 11) TSimd.Store(cB0, ref *sums, 11 * stride);
        if (TRows.Value > 11 && TVectors.Value > 1) TSimd.Store(cB1, ref *sums, 11 * stride + TSimd.Count);
        if (TRows.Value > 12) TSimd.Store(cC0, ref *sums, 12 * stride);
        if (TRows.Value > 12 && TVectors.Value > 1) TSimd.Store(cC1, ref *sums, 12 * stride + TSimd.Count);
        if (TRows.Value > 13) TSimd.Store(cD0, ref *sums, 13 * stride);
        if (TRows.Value > 13 && TVectors.Value > 1) TSimd.Store(cD1, ref *sums, 13 * stride + TSimd.Count);
        if (TRows.Value > 14) TSimd.Store(cE0, ref *sums, 14 * stride);
        if (TRows.Value > 14 && TVectors.Value > 1) TSimd.Store(cE1, ref *sums, 14 * stride + TSimd.Count);
        if (TRows.Value > 15) TSimd.Store(cF0, ref *sums, 15 * stride);
        if (TRows.Value > 15 && TVectors.Value > 1) TSimd.Store(cF1, ref *sums, 15 * stride + TSimd.Count);
    }
}
