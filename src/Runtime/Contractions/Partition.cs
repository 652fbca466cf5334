using System;

namespace Sinter.Runtime;

/// <summary>
/// How a contraction is cut into chunks: by its shape alone, so that neither threads nor instruction set play a part. Blocks are whole groups of 64 columns by whole tiles of
/// rows of one outer iteration; a chunk is a run of blocks, those that share columns of B one after the other.
/// </summary>
internal readonly struct Partition
{
    /// <summary>Multiplications that are worth a chunk, of the first few chunks and of the rest: some microseconds.</summary>
    const long Grain = 1 << 17, WideGrain = 1 << 19;

    /// <summary>What the sums of a tile cost beside their steps, in steps.</summary>
    const int StartSteps = 12;

    const int MaxChunks = 64;

    /// <summary>Rows that multiply for as long as B takes to come from memory.</summary>
    const int RowsOfFarB = 8;

    // Chunks for the threads of a small machine; as many as are made of little work.
    const int FewChunks = 4, SmallChunks = 8;

    /// <summary>Columns that stay together: a multiple of every panel.</summary>
    public const int ColumnGroup = 64;

    /// <summary>Elements of A that stay in the second-level cache while columns pass by, and of B while rows do.</summary>
    const int NearRows = 1 << 16, NearColumns = 1 << 17;

    /// <summary>A reduction with more steps is cut where each row of A is read for a few of them only.</summary>
    const int LongReduction = 512;

    readonly nint rows, columns, rowTiles, columnGroups, columnBlocks, blocks;
    readonly int tileRows;

    public Partition(in ContractionShape shape)
    {
        (rows, columns) = (shape.M, shape.N);
        Outer = new OuterLoops(in shape);
        tileRows = TileShape.RowsOf(in shape);
        rowTiles = Quotient(shape.M, tileRows);
        columnGroups = (shape.N + ColumnGroup - 1) / ColumnGroup;
        var steps = shape.K * shape.Reduce0.Extent * shape.Reduce1.Extent;
        var outer = Outer.Batches * Outer.Images;
        var work = (double)outer * shape.M * shape.N * (steps + StartSteps);
        // Few rows wait for B, from wherever it comes: short chunks let threads finish together.
        var time = outer == 1 && shape.M < RowsOfFarB ? (double)RowsOfFarB * shape.N * (steps + StartSteps) : work;
        IsCut = shape.StrideAK != 1 && steps > LongReduction;
        var most = IsCut ? LongReductionChunks(in shape) : MaxChunks;
        var wanted = (nint)Math.Clamp(IsCut ? work / Grain : time / WideGrain, Math.Clamp(work / Grain, 1, Math.Min(SmallChunks, most)), most);
        var perOuter = Quotient(wanted, Math.Max(outer, 1));
        var footprint = RowFootprint(in shape, steps);
        if (IsCut)
        {
            columnBlocks = Math.Min(columnGroups, Math.Max(perOuter, 1));
            RowBlocks = columnBlocks == 0 ? 0 : Math.Min(rowTiles, Math.Max(Quotient(perOuter, columnBlocks), 1));
        }
        else
        {
            // Rows before columns: so is the next kernel cut, and a thread finds near what it wrote.
            var nearBlocks = Math.Min(columnGroups, Math.Max(Quotient(steps * shape.N, NearColumns), 1));
            RowBlocks = nearBlocks == 0 ? 0 : Math.Min(rowTiles, Math.Max(Quotient(perOuter, nearBlocks), Quotient(rows * footprint, NearRows)));
            columnBlocks = RowBlocks == 0 ? nearBlocks : Math.Min(columnGroups, Math.Max(nearBlocks, Quotient(perOuter, RowBlocks)));
        }
        GroupedUnits = IsCut ? nint.MaxValue : Math.Max(1, NearRows * Math.Max(RowBlocks, 1) / Math.Max(rows * footprint, 1));
        blocks = outer * columnBlocks * RowBlocks;
        Chunks = (int)Math.Max(1, Math.Min(blocks, wanted));
    }

    public OuterLoops Outer { get; }

    /// <summary>Rows of a full tile where a vector has 16 elements.</summary>
    public int TileRows => tileRows;

    /// <summary>Parts that the rows of an outer iteration are cut into.</summary>
    public nint RowBlocks { get; }

    /// <summary>Units whose rows of A stay near while all columns of a strip pass by.</summary>
    public nint GroupedUnits { get; }

    /// <summary>
    /// Whether a plain sum is formed part by part, for all rows and columns of a strip each time: weight gradients reduce over every pixel, which is read once for each tile
    /// otherwise.
    /// </summary>
    public bool IsCut { get; }

    public int Chunks { get; }

    /// <summary>The blocks of a chunk.</summary>
    public (nint From, nint To) BlocksOf(int chunk) => (Share(blocks, chunk, Chunks), Share(blocks, chunk + 1, Chunks));

    /// <summary>The blocks from one on that share columns of one B, up to the chunk's end.</summary>
    public Strip StripAt(nint from, nint to)
    {
        var units = Outer.Images * RowBlocks;
        var (rest, unit) = from < units ? (0, from) : Math.DivRem(from, units);
        var (batch, column) = rest < columnBlocks ? (0, rest) : Math.DivRem(rest, columnBlocks);
        return new Strip(
            batch,
            Share(columnGroups, column, columnBlocks) * ColumnGroup,
            Math.Min(Share(columnGroups, column + 1, columnBlocks) * ColumnGroup, columns),
            unit,
            Math.Min(units, unit + to - from));
    }

    /// <summary>The rows of a part of an outer iteration.</summary>
    public (nint From, nint To) RowsOf(nint block) => (Share(rowTiles, block, RowBlocks) * tileRows, Math.Min(Share(rowTiles, block + 1, RowBlocks) * tileRows, rows));

    // What a further row adds to what is read of A: of a convolution, one pixel.
    static nint RowFootprint(in ContractionShape shape, nint steps) => shape.StrideAK == 1 && shape.StrideAM > 0 ? Math.Min(shape.StrideAM, steps) : steps;

    // Each chunk reads both operands to the end: there must be enough to compute for each. Of several batches each has operands of its own.
    int LongReductionChunks(in ContractionShape shape) => (int)(
        Outer.Batches >= FewChunks ? Math.Min(Outer.Batches, MaxChunks) : Math.Clamp(Outer.Images * shape.M * shape.N / (16 * (shape.M + shape.N)), FewChunks, MaxChunks));

    // Divisions take as long as a tile's row: those with a small result are comparisons.
    internal static nint Quotient(nint x, nint y) => x > y ? (x + y - 1) / y : x > 0 ? 1 : 0;

    /// <summary>How many of so many come before a part.</summary>
    internal static nint Share(nint count, nint part, nint parts) => part == 0 ? 0 : part == parts ? count : count == parts ? part : count * part / parts;
}

/// <summary>Rows of several outer iterations, by columns of the B that they share. A unit is one part of one iteration's rows.</summary>
internal readonly record struct Strip(nint Batch, nint ColumnFrom, nint ColumnTo, nint UnitFrom, nint UnitTo);
