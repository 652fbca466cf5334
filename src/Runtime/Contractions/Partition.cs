using System;

namespace Sinter.Runtime;

/// <summary>
/// How a contraction is cut into chunks: by its shape alone, so that neither threads nor instruction set play a part. Each outer iteration is a grid of blocks,
/// whole groups of 64 columns by whole tiles of rows; a chunk is a run of blocks, those that share columns of B one after the other.
/// </summary>
internal readonly struct Partition
{
    /// <summary>Multiplications that are worth a chunk: some microseconds.</summary>
    const long Grain = 1 << 17;

    const int MaxChunks = 64;

    /// <summary>Columns that stay together: a multiple of every panel.</summary>
    public const int ColumnGroup = 64;

    readonly nint rows, columns, rowTiles, columnGroups, rowBlocks, columnBlocks, blocks;

    public Partition(in ContractionShape shape)
    {
        (rows, columns) = (shape.M, shape.N);
        TileRows = shape.M % 6 != 0 && shape.M % 7 == 0 ? 7 : 6;
        rowTiles = (shape.M + TileRows - 1) / TileRows;
        columnGroups = (shape.N + ColumnGroup - 1) / ColumnGroup;
        var outer = shape.Outer0.Extent * shape.Outer1.Extent * shape.Outer2.Extent * shape.Outer3.Extent;
        var work = (double)outer * shape.M * shape.N * shape.K * shape.Reduce0.Extent * shape.Reduce1.Extent;
        var wanted = (nint)Math.Clamp(work / Grain, 1, MaxChunks);
        var perOuter = (wanted + outer - 1) / Math.Max(outer, 1);
        columnBlocks = Math.Min(columnGroups, perOuter);
        rowBlocks = columnBlocks == 0 ? 0 : Math.Min(rowTiles, (perOuter + columnBlocks - 1) / columnBlocks);
        blocks = outer * columnBlocks * rowBlocks;
        Chunks = (int)Math.Max(1, Math.Min(blocks, wanted));
    }

    /// <summary>Rows of a full tile, where the instruction set has the registers for 7.</summary>
    public int TileRows { get; }

    public int Chunks { get; }

    /// <summary>The blocks of a chunk.</summary>
    public (nint From, nint To) BlocksOf(int chunk) => (blocks * chunk / Chunks, blocks * (chunk + 1) / Chunks);

    public Block this[nint index]
    {
        get
        {
            var (rest, row) = Math.DivRem(index, rowBlocks);
            var (outer, column) = Math.DivRem(rest, columnBlocks);
            return new Block(
                outer,
                rowTiles * row / rowBlocks * TileRows,
                Math.Min(rowTiles * (row + 1) / rowBlocks * TileRows, rows),
                columnGroups * column / columnBlocks * ColumnGroup,
                Math.Min(columnGroups * (column + 1) / columnBlocks * ColumnGroup, columns));
        }
    }
}

/// <summary>Rows and columns of one outer iteration.</summary>
internal readonly record struct Block(nint Outer, nint RowFrom, nint RowTo, nint ColumnFrom, nint ColumnTo);
