using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>The transform of inputs, V = Bᵀ·d·B: as many channels at a time as a vector has lanes.</summary>
internal static unsafe class WinogradInput
{
    const int MostPoints = 6, MostLanes = 16;

    /// <summary>
    /// One tile at <paramref name="x"/>, of which so many rows and columns exist (the rest is zero), to row <paramref name="v"/> of each point's matrix, which lie <paramref name="step"/> apart.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Tile<TSimd, TTransform>(in WinogradShape shape, float* x, int rows, int columns, float* v, nint step)
        where TSimd : struct, ISimd<TSimd>
        where TTransform : struct, IWinogradTransform
    {
        var memory = stackalloc float[(MostPoints * MostPoints + MostPoints + 1) * MostLanes];
        var lines = (float*)(((nint)memory + 63) & ~63);
        var (points, channels) = (TTransform.Points, shape.Channels);
        var (stepRow, stepColumn) = (shape.StrideRowX, shape.StrideColumnX);
        nint c = 0;
        if (rows == points && columns == points)
        {
            for (; c + TSimd.Count <= channels; c += TSimd.Count)
            {
                for (nint j = 0; j < points; j++) TTransform.Input<TSimd>(x + c + j * stepColumn, stepRow, lines + j * TSimd.Count, points * TSimd.Count);
                Rows<TSimd, TTransform>(lines, v + c, step);
            }
        }

        // At the edges of images, and the last channels: what exists is copied beside zeros.
        var column = lines + points * points * TSimd.Count;
        for (var i = 0; i < points; i++) TSimd.Store(TSimd.Zero, ref *column, i * TSimd.Count);
        for (var j = columns; j < points; j++)
            for (var i = 0; i < points; i++) TSimd.Store(TSimd.Zero, ref *lines, (i * points + j) * TSimd.Count);
        for (; c < channels; c += TSimd.Count)
        {
            var count = (int)Math.Min(TSimd.Count, channels - c);
            for (var j = 0; j < columns; j++)
            {
                var from = x + c + j * stepColumn;
                if (rows == points && count == TSimd.Count)
                {
                    TTransform.Input<TSimd>(from, stepRow, lines + j * TSimd.Count, points * TSimd.Count);
                    continue;
                }
                for (var i = 0; i < rows; i++) TSimd.Store(TSimd.Load(in *from, i * stepRow, count), ref *column, i * TSimd.Count);
                TTransform.Input<TSimd>(column, TSimd.Count, lines + j * TSimd.Count, points * TSimd.Count);
            }
            Rows<TSimd, TTransform>(lines, v + c, step);
        }
    }

    [MethodImpl(AggressiveInlining)]
    static void Rows<TSimd, TTransform>(float* lines, float* v, nint step)
        where TSimd : struct, ISimd<TSimd>
        where TTransform : struct, IWinogradTransform
    {
        for (var i = 0; i < TTransform.Points; i++)
        {
            TTransform.Input<TSimd>(lines, TSimd.Count, v, step);
            lines += TTransform.Points * TSimd.Count;
            v += TTransform.Points * step;
        }
    }
}
