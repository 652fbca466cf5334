using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>The transform of products, Y = Aᵀ·M·A, and the epilogue: as many filters at a time as a vector has lanes.</summary>
internal static unsafe class WinogradOutput
{
    const int MostPoints = 6, MostOutputs = 4, MostLanes = 16;

    /// <summary>
    /// One tile of which so many rows and columns exist, from row <paramref name="m"/> of each point's products, which lie <paramref name="step"/> apart, to
    /// <paramref name="y"/>[<paramref name="offset"/>]: so many filters beginning with <paramref name="filter"/>.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Tile<TSimd, TTransform, TEpilogue>(
        in WinogradShape shape, float* m, nint step, float* y, nint offset, nint filter, int filters, int rows, int columns, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TTransform : struct, IWinogradTransform
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var memory = stackalloc float[(MostOutputs * MostPoints + MostOutputs + 1) * MostLanes];
        var lines = (float*)(((nint)memory + 63) & ~63);
        var points = TTransform.Points;
        var line = lines + TTransform.Outputs * points * TSimd.Count;
        var e = epilogue;
        nint k = 0;
        for (; k + TSimd.Count <= filters; k += TSimd.Count)
        {
            for (nint j = 0; j < points; j++) TTransform.Output<TSimd>(m + k + j * step, points * step, lines + j * TSimd.Count, points * TSimd.Count);
            for (nint i = 0; i < rows; i++)
            {
                TTransform.Output<TSimd>(lines + i * points * TSimd.Count, TSimd.Count, line, TSimd.Count);
                var to = offset + i * shape.StrideRowY + k;
                for (nint j = 0; j < columns; j++, to += shape.StrideColumnY) TSimd.Store(e.Apply(TSimd.Load(in *line, j * TSimd.Count), to, filter + k, TSimd.Count), ref *y, to);
            }
        }
        if (k == filters) return;

        var count = (int)(filters - k);
        for (nint j = 0; j < points; j++) TTransform.Output<TSimd>(m + k + j * step, points * step, lines + j * TSimd.Count, points * TSimd.Count);
        for (nint i = 0; i < rows; i++)
        {
            TTransform.Output<TSimd>(lines + i * points * TSimd.Count, TSimd.Count, line, TSimd.Count);
            var to = offset + i * shape.StrideRowY + k;
            for (nint j = 0; j < columns; j++, to += shape.StrideColumnY) TSimd.Store(e.Apply(TSimd.Load(in *line, j * TSimd.Count), to, filter + k, count), ref *y, to, count);
        }
    }
}
