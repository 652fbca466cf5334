using System;

namespace Sinter.Runtime;

/// <summary>
/// How a Winograd convolution is cut: by its shape alone. A block is a run of tiles whose transformed inputs, and the products of some columns with them, stay in the
/// second-level cache; a chunk is a block and all filters, or where there are few blocks, some of the filters.
/// </summary>
internal readonly struct WinogradPartition
{
    /// <summary>Filters whose products are formed before they are transformed.</summary>
    public const int Group = 64;

    // Elements of the transformed inputs of a block, beside weights that stay in the second-level cache, and beside weights that come from further away with every block.
    const int NearInputs = 220_000, FarInputs = 380_000;

    // From so many elements on weights come from further away.
    const int FarWeights = 1 << 20;

    // Tiles of a block: of many, of few; more gain nothing, and fewer read the weights too often.
    const int MostTiles = 28, FewestTiles = 8, MostFarTiles = 49;

    // So many blocks keep several threads busy.
    const int ManyBlocks = 16;

    public WinogradPartition(in WinogradShape shape)
    {
        var points = (nint)(shape.Tile + 2) * (shape.Tile + 2);
        TilesX = (shape.Columns + shape.Tile - 1) / shape.Tile;
        TilesY = (shape.Rows + shape.Tile - 1) / shape.Tile;
        Tiles = shape.Images * TilesY * TilesX;
        Filters = shape.Filters;
        var channels = Up(shape.Channels, 16);
        RowV = channels % 256 == 0 ? channels + 16 : channels;
        RowM = Math.Min(Group, Up(Filters, WinogradWeights.Panel));

        // Whole tiles of the micro-kernel: 16 rows for one vector of columns, 14 for more.
        nint height = Filters <= 16 ? 16 : 14;
        var isFar = points * shape.Channels * Filters >= FarWeights;
        var most = Math.Max((isFar ? FarInputs : NearInputs) / (points * RowV), FewestTiles);
        if (isFar) most = Math.Min(most, MostFarTiles);
        else if (Tiles >= ManyBlocks * MostTiles) most = Math.Min(most, MostTiles);
        else if (Tiles >= 3 * height) most = Math.Min(most, height);
        else if (Tiles >= 2 * FewestTiles) most = Math.Min(most, Up((Tiles + 1) / 2, FewestTiles));
        var blocks = Math.Max(1, (Tiles + most - 1) / most);
        var even = (Tiles + blocks - 1) / blocks;
        var whole = Up(even, height);
        Block = blocks > 1 && 2 * (Tiles - (blocks - 1) * whole) >= whole ? whole : even;
        Blocks = (Tiles + Block - 1) / Math.Max(Block, 1);
        Splits = (Blocks == 1 || (isFar && Blocks < 4)) && Filters >= 2 * WinogradWeights.Panel ? 2 : 1;
        StepV = Block * RowV + 16;
        StepM = Block * RowM + 16;
    }

    public nint TilesX { get; }

    public nint TilesY { get; }

    public nint Tiles { get; }

    public nint Filters { get; }

    /// <summary>Tiles of a block.</summary>
    public nint Block { get; }

    public nint Blocks { get; }

    /// <summary>Parts that the filters are cut into.</summary>
    public nint Splits { get; }

    /// <summary>From one tile to the next among transformed inputs, and among products. No two rows fall on the same set of a cache too often.</summary>
    public nint RowV { get; }

    public nint RowM { get; }

    /// <summary>From one point to the next.</summary>
    public nint StepV { get; }

    public nint StepM { get; }

    public int Chunks => (int)Math.Max(1, Blocks * Splits);

    /// <summary>Where a tile stands.</summary>
    public (nint Image, nint Y, nint X) this[nint tile]
    {
        get
        {
            var (rest, x) = Math.DivRem(tile, TilesX);
            var (image, y) = Math.DivRem(rest, TilesY);
            return (image, y, x);
        }
    }

    public (nint TileFrom, nint TileTo, nint FilterFrom, nint FilterTo) Part(int chunk)
    {
        var (block, split) = Math.DivRem(chunk, Splits);
        var panels = (Filters + WinogradWeights.Panel - 1) / WinogradWeights.Panel;
        return (
            block * Block, Math.Min(Tiles, (block + 1) * Block),
            panels * split / Splits * WinogradWeights.Panel, Math.Min(Filters, panels * (split + 1) / Splits * WinogradWeights.Panel));
    }

    static nint Up(nint x, nint unit) => (x + unit - 1) / unit * unit;
}
