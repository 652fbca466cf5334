using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// Transforms the weights of 3×3 filters for <see cref="Winograd"/>: U = G·g·Gᵀ for each filter and channel, in panels of 32 filters that hold, for each of the points,
/// a matrix [channels, filters] as the micro-kernel reads it. Filters that are missing in the last panel are zero.
/// </summary>
public static unsafe class WinogradWeights
{
    /// <summary>Filters of a panel: one, two or four of the micro-kernel's.</summary>
    internal const int Panel = 32;

    const int MostPoints = 6, MostLanes = 16;

    /// <summary>Elements of the transformed weights.</summary>
    public static nint Size(int tile, nint channels, nint filters) => (nint)(tile + 2) * (tile + 2) * channels * ((filters + Panel - 1) / Panel) * Panel;

    /// <summary>Chunks that the work is cut into: panels.</summary>
    public static int Chunks(in WinogradWeightsShape shape) => (int)Math.Max(1, (shape.Filters + Panel - 1) / Panel);

    /// <summary>Transforms one chunk.</summary>
    public static void Run<TSimd>(in WinogradWeightsShape shape, ref float source, ref float panels, int chunk)
        where TSimd : struct, ISimd<TSimd>
    {
        var from = (float*)Unsafe.AsPointer(ref source);
        var to = (float*)Unsafe.AsPointer(ref panels);
        if (shape.Tile == 4) Transform<TSimd, WinogradTransform4>(in shape, from, to, chunk);
        else Transform<TSimd, WinogradTransform2>(in shape, from, to, chunk);
    }

    /// <summary>From the beginning of the panels to a filter, which begins a panel of the micro-kernel, at the first point.</summary>
    internal static nint Offset(nint points, nint channels, nint filter) => (filter / Panel * points * Panel + filter % Panel) * channels;

    // As many filters at a time as a vector has lanes.
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    static void Transform<TSimd, TTransform>(in WinogradWeightsShape shape, float* source, float* panels, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TTransform : struct, IWinogradTransform
    {
        var memory = stackalloc float[(9 + 3 * MostPoints + 1) * MostLanes];
        var taps = (float*)(((nint)memory + 63) & ~63);
        var columns = taps + 9 * TSimd.Count;        // G·g
        var (points, matrix, width) = ((nint)TTransform.Points, Panel * shape.Channels, (nint)Packing.PanelWidth<TSimd>());
        panels += chunk * points * points * matrix;
        for (nint k = 0; k < Panel; k += TSimd.Count)
        {
            var filter = chunk * Panel + k;
            var count = (int)Math.Clamp(shape.Filters - filter, 0, TSimd.Count);
            var w = source + filter * shape.StrideFilter;
            var to = panels + k / width * width * shape.Channels + k % width;
            for (nint c = 0; c < shape.Channels; c++, w += shape.StrideChannel, to += width)
            {
                for (nint r = 0; r < 3; r++)
                {
                    for (nint s = 0; s < 3; s++)
                        TSimd.Store(TSimd.LoadStrided(in *w, r * shape.StrideRow + s * shape.StrideColumn, shape.StrideFilter, count), ref *taps, (3 * r + s) * TSimd.Count);
                }
                for (nint s = 0; s < 3; s++) TTransform.Weights<TSimd>(taps + s * TSimd.Count, 3 * TSimd.Count, columns + s * TSimd.Count, 3 * TSimd.Count);
                for (nint i = 0; i < points; i++) TTransform.Weights<TSimd>(columns + 3 * i * TSimd.Count, TSimd.Count, to + i * points * matrix, matrix);
            }
        }
    }
}
