using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>The products between the transforms: for each point M = V·U, tiles by channels times channels by filters.</summary>
internal static unsafe class WinogradProducts
{
    // Elements of a panel that is still in the first-level cache when its turn comes.
    const int NearPanel = 8192;

    /// <summary>Forms the products of so many tiles and filters, for all points.</summary>
    [MethodImpl(AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Form<TSimd>(in WinogradShape shape, in WinogradPartition partition, float* v, float* u, float* m, int tiles, int filters, int points)
        where TSimd : struct, ISimd<TSimd>
    {
        var memory = stackalloc float[3 * 16];
        var zeros = (float*)(((nint)memory + 63) & ~63);
        for (var i = 0; i < 2 * TSimd.Count; i += TSimd.Count) TSimd.Store(TSimd.Zero, ref *zeros, i);
        var once = new ReduceLoop(1, 0, 0);
        var (channels, panel, rowM) = (shape.Channels, Packing.PanelWidth<TSimd>(), partition.RowM);
        var reduction = new Reduction { Outer = once, Inner = once, K = channels, StrideAM = partition.RowV, StrideAK = 1, StrideBK = panel };
        var tile = TileShape.Of<TSimd>(TileShape.RowsOf(new ContractionShape { M = tiles, N = shape.Filters, K = channels, StrideAM = partition.RowV, StrideAK = 1 }));
        var nextPanel = WinogradWeights.Offset(points, channels, WinogradWeights.Panel);
        // Where several tiles share a panel of weights, they ask for the next one meanwhile.
        var tallTiles = tile.Rows > TileShape.MostShortRows ? tiles / tile.Rows : 0;
        var asksAhead = tallTiles > 1 && channels * WinogradWeights.Panel <= NearPanel;
        for (var point = 0; point < points; point++)
        {
            for (nint filter = 0; filter < filters; filter += tile.Columns)
            {
                var vectors = (int)(Math.Min(tile.Columns, filters - filter) + TSimd.Count - 1) / TSimd.Count;
                var b = u + WinogradWeights.Offset(points, channels, filter);
                var ahead = default(Ahead);
                if (asksAhead)
                {
                    ahead.From = u + (filter + tile.Columns < filters ? WinogradWeights.Offset(points, channels, filter + tile.Columns) : WinogradWeights.Panel * channels);
                    ahead.Step = (WinogradWeights.Panel + tallTiles - 1) / tallTiles;
                }
                for (var row = 0; row < tiles;)
                {
                    var rows = tile.NextRows(tiles - row);
                    var (a, c) = (row * partition.RowV, row * rowM + filter);
                    if (rows > TileShape.MostShortRows) TallTile.Sum<TSimd>(in reduction, v + a, b, rows, vectors, vectors * TSimd.Count, zeros, 0, m + c, rowM, in ahead);
                    else Edge.Sum<TSimd>(in reduction, v + a, b, nextPanel, rows, vectors, vectors * TSimd.Count, null, m + c, rowM);
                    row += rows;
                    ahead.From += ahead.Step * channels;
                }
            }
            v += partition.StepV;
            u += WinogradWeights.Panel * channels;
            m += partition.StepM;
        }
    }
}
