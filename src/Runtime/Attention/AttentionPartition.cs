using System;

namespace Sinter.Runtime;

/// <summary>
/// How attention is cut into chunks: by its shape alone. A unit is one key head of one sequence with a block of query positions (all query heads that read the key
/// head); a chunk is a run of units.
/// </summary>
internal readonly struct AttentionPartition
{
    /// <summary>Rows of a tile.</summary>
    public const int TileRows = 6;

    /// <summary>Query positions of a unit: enough that packing its keys is little beside using them.</summary>
    public const int MaxRows = 192;

    /// <summary>Multiplications that are worth a chunk: some microseconds.</summary>
    const long Grain = 1 << 17;

    const int MaxChunks = 64;

    readonly nint queries, rows, blocks, keyHeads, units;

    public AttentionPartition(in AttentionShape shape)
    {
        (queries, keyHeads) = (shape.Queries, shape.KeyHeads);
        var most = (queries + MaxRows - 1) / MaxRows;
        rows = queries == 0 ? 1 : ((queries + most - 1) / most + TileRows - 1) / TileRows * TileRows;
        blocks = (queries + rows - 1) / rows;
        units = shape.Batch * keyHeads * blocks;
        var work = (double)shape.Batch * shape.Heads * queries * shape.Keys * (shape.HeadSize + shape.ValueSize);
        Chunks = (int)Math.Max(1, Math.Min(units, Math.Clamp(work / Grain, 1, MaxChunks)));
    }

    public int Chunks { get; }

    public (nint From, nint To) UnitsOf(int chunk) => (units * chunk / Chunks, units * (chunk + 1) / Chunks);

    public AttentionUnit this[nint index]
    {
        get
        {
            var (rest, block) = Math.DivRem(index, blocks);
            var (batch, head) = Math.DivRem(rest, keyHeads);
            return new AttentionUnit(batch, head, block * rows, Math.Min(rows, queries - block * rows));
        }
    }
}

/// <summary>Query positions First … First + Rows − 1 of one key head.</summary>
internal readonly record struct AttentionUnit(nint Batch, nint KeyHead, nint First, nint Rows);
