using System;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Transforms the weights of 3×3 filters for <see cref="Winograd"/>: U = G·g·Gᵀ for each filter and channel, in double precision, in panels of 32 filters that hold, for each
/// of the points, a matrix [channels, filters] as the micro-kernel reads it. Filters that are missing in the last panel are zero.
/// </summary>
public static unsafe class WinogradWeights
{
    /// <summary>Filters of a panel: one, two or four of the micro-kernel's.</summary>
    internal const int Panel = 32;

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
        if (shape.Tile == 4) Transform<WinogradTransform4>(in shape, from, to, chunk, Packing.PanelWidth<TSimd>());
        else Transform<WinogradTransform2>(in shape, from, to, chunk, Packing.PanelWidth<TSimd>());
    }

    /// <summary>From the beginning of the panels to a filter, which begins a panel of the micro-kernel, at the first point.</summary>
    internal static nint Offset(nint points, nint channels, nint filter) => (filter / Panel * points * Panel + filter % Panel) * channels;

    [SkipLocalsInit]
    static void Transform<TTransform>(in WinogradWeightsShape shape, float* source, float* panels, int chunk, int width)
        where TTransform : struct, IWinogradTransform
    {
        var points = TTransform.Points;
        var filter = TTransform.Filter;
        Span<double> columns = stackalloc double[3 * points];        // G·g
        var matrix = Panel * shape.Channels;
        panels += chunk * points * points * matrix;
        for (nint k = 0; k < Panel; k++)
        {
            var exists = chunk * Panel + k < shape.Filters;
            var w = source + (chunk * Panel + k) * shape.StrideFilter;
            var to = panels + k / width * width * shape.Channels + k % width;
            for (nint c = 0; c < shape.Channels; c++, w += shape.StrideChannel, to += width)
            {
                for (var i = 0; i < points; i++)
                {
                    for (var s = 0; s < 3; s++)
                    {
                        var tap = w + s * shape.StrideColumn;
                        columns[3 * i + s] = exists
                            ? filter[3 * i] * tap[0] + filter[3 * i + 1] * tap[shape.StrideRow] + filter[3 * i + 2] * tap[2 * shape.StrideRow]
                            : 0;
                    }
                }
                for (var i = 0; i < points; i++)
                {
                    for (var j = 0; j < points; j++)
                    {
                        to[(i * points + j) * matrix] =
                            (float)(filter[3 * j] * columns[3 * i] + filter[3 * j + 1] * columns[3 * i + 1] + filter[3 * j + 2] * columns[3 * i + 2]);
                    }
                }
            }
        }
    }
}
