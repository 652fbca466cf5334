using System;
using static Sinter.Runtime.Partition;

namespace Sinter.Runtime;

/// <summary>
/// How the product of two matrices is cut into chunks and walked: by its shape alone, so that neither threads nor instruction set play a part. A chunk has all columns of a
/// strip, or several strips, for a run of rows. Neighbors, which one thread computes, share rows where B is small, and columns otherwise.
/// </summary>
/// <remarks>
/// The columns of B that a strip has stay in the second-level cache while the rows of A pass by, one tile after the other: every tile of C is finished at once, A is read
/// once for each strip, and B once. Where B is not packed, the first row of tiles copies it into panels as it passes, for the rows that follow.
/// </remarks>
internal readonly unsafe struct ProductPlan
{
    /// <summary>The most elements of B that are copied at once: half of a second-level cache of 2 MB.</summary>
    public const int CopiedElements = 1 << 18;

    /// <summary>Columns that stay together: a multiple of every panel; and rows: a part of most tiles.</summary>
    const int ColumnUnit = 32, RowUnit = 4;

    /// <summary>Elements of a line of the cache.</summary>
    const int Line = 16;

    // Multiplications that are worth a chunk, of the first few chunks and of the rest: 3 and 6 microseconds.
    const int Grain = 1 << 18, WideGrain = 1 << 19;

    // Enough for some threads; enough for many.
    const int FewChunks = 4, ManyChunks = 32;

    // Further strips would read A once more each; of narrower ones, too few tiles share what they read of A while it is in the first-level cache.
    const int MostStrips = 8, FewestColumns = 128;

    // Where rows of A are few, a strip of B leaves room for the next one, which is fetched meanwhile: 64 rows of 3072 elements and two strips of 32 columns are 1.5 MB.
    const int NearRows = 3 << 16, NearStrip = 1 << 16;

    // What is in a near cache is read as fast where it lies.
    const int NearElements = 1 << 14, FarElements = 1 << 17, FewestRowsForNearCopy = 32;

    // A B that each thread may have near as a whole; the rows that are worth another passage of it, and the fewest that are a tile. Rows are in an even number of parts: of three, one thread
    // of two would have two.
    const int NearB = 1 << 17, RowsOfOnePassage = 64, FewestRowsOfPart = 8;

    // With more columns it is an expansion to many channels, cut by columns as the depthwise convolution that mostly comes next.
    const int ColumnsByStepsOfExpansion = 2;

    // Rows in several chunks need a copy for each.
    const int RowsOfOneCopy = 1024;

    // A narrow strip of columns comes before the first line where it saves as many tiles as it takes: there, a row of tiles waits for B.
    const int FewestColumnsOnLines = 512, ColumnsByRowsOnLines = 4;

    readonly nint rows, columns, columnUnits, columnBlocks, rowUnit, rowUnits, rowBlocks;
    readonly bool rowsFirst;

    public ProductPlan(in ContractionShape shape)
    {
        (rows, columns) = (shape.M, shape.N);
        AStaysNear = rows * shape.K <= NearRows;
        var elements = columns * shape.K;
        var work = (double)rows * elements;
        var wanted = (nint)Math.Clamp(work / WideGrain, Math.Clamp(work / Grain, 1, FewChunks), ManyChunks);
        rowsFirst = elements <= NearB && columns <= ColumnsByStepsOfExpansion * shape.K && rows >= 2 * FewestRowsOfPart && wanted > 1;
        columnUnits = Quotient(columns, ColumnUnit);
        rowBlocks = rowsFirst
            ? 2 * Math.Clamp((Math.Max(rows / RowsOfOnePassage, Quotient(wanted, columnUnits)) + 1) / 2, 1, Math.Min(wanted + 1, rows / FewestRowsOfPart) / 2)
            : 1;
        var together = rowsFirst ? rows / rowBlocks : rows;
        TileRows = TileShape.RowsOf(in shape, together);
        Copies = !shape.PackedB && shape.K * ColumnUnit <= CopiedElements && (elements >= FarElements || (elements >= NearElements && together >= FewestRowsForNearCopy));
        CopiesOnTheWay = AStaysNear || elements <= CopiedElements;
        BeginsOnLines = Copies && shape.StrideBK % Line == 0 && columns >= Math.Max(FewestColumnsOnLines, ColumnsByRowsOnLines * rows);
        var strip = ((shape.PackedB || Copies) && AStaysNear ? NearStrip : CopiedElements) / shape.K / ColumnUnit * ColumnUnit;
        StripColumns = Math.Max(strip, ColumnUnit);

        if (rowsFirst)
        {
            rowUnits = Quotient(rows, rowUnit = RowUnit);
            columnBlocks = Math.Min(Quotient(wanted, rowBlocks), Math.Max(columns / FewestColumns, Math.Clamp(FewChunks / rowBlocks, 1, columnUnits)));
        }
        else
        {
            rowUnits = Quotient(rows, rowUnit = TileRows);
            var most = AStaysNear ? columnUnits : Math.Clamp(columns / FewestColumns, Math.Min(columnUnits, FewChunks), Math.Max(MostStrips, Quotient(columns, StripColumns)));
            columnBlocks = Math.Min(most, wanted);
            rowBlocks = columnBlocks >= MostStrips ? 1 : Math.Min(Copies ? Quotient(rows, RowsOfOneCopy) : rowUnits, Quotient(Math.Min(wanted, 2 * MostStrips), columnBlocks));
        }
        Chunks = (int)(columnBlocks * rowBlocks);
    }

    /// <summary>Rows of a full tile where a vector has 16 elements.</summary>
    public int TileRows { get; }

    /// <summary>Columns of B that stay near while rows of A pass by.</summary>
    public nint StripColumns { get; }

    /// <summary>Whether each strip of B is copied into panels.</summary>
    public bool Copies { get; }

    /// <summary>Whether the first tiles make the copies. Where B comes from afar and rows are many, long pieces of rows come faster.</summary>
    public bool CopiesOnTheWay { get; }

    /// <summary>Whether panels begin with a line of the cache, which are the same columns in every row.</summary>
    public bool BeginsOnLines { get; }

    /// <summary>Whether all rows of A stay in the second-level cache beside two strips of B.</summary>
    public bool AStaysNear { get; }

    public int Chunks { get; }

    /// <summary>Columns before the first whole line of B, if strips begin with lines.</summary>
    public nint ColumnsToLine(float* b) => BeginsOnLines ? (nint)(-(nint)b / sizeof(float) & (Line - 1)) : 0;

    /// <summary>The part of C that a chunk computes. Between chunks, columns move on to the next line.</summary>
    public ProductBlock this[int chunk, nint toLine]
    {
        get
        {
            nint row = 0, column = chunk;
            if (rowsFirst) (row, column) = columnBlocks > 1 ? Math.DivRem(column, columnBlocks) : (column, 0);
            else if (rowBlocks > 1) (column, row) = Math.DivRem(column, rowBlocks);
            return new ProductBlock(
                Share(rowUnits, row, rowBlocks) * rowUnit,
                Math.Min(Share(rowUnits, row + 1, rowBlocks) * rowUnit, rows),
                column == 0 ? 0 : Math.Min(Share(columnUnits, column, columnBlocks) * ColumnUnit + toLine, columns),
                column + 1 == columnBlocks ? columns : Math.Min(Share(columnUnits, column + 1, columnBlocks) * ColumnUnit + toLine, columns));
        }
    }

    /// <summary>Whether a contraction is a product of two matrices, with rows enough for tiles, and elements of A's rows that are neighbors.</summary>
    public static bool Covers(in ContractionShape shape) =>
        shape.M > TileShape.MostShortRows && shape.N > 0 && shape.K > 0 && shape.StrideAK == 1 && IsPlain(in shape);

    /// <summary>No loops but rows, columns and one reduction.</summary>
    public static bool IsPlain(in ContractionShape shape) =>
        shape.Outer0.Extent * shape.Outer1.Extent * shape.Outer2.Extent * shape.Outer3.Extent == 1 && shape.Reduce0.Extent * shape.Reduce1.Extent == 1;
}

/// <summary>Rows and columns of C.</summary>
internal readonly record struct ProductBlock(nint RowFrom, nint RowTo, nint ColumnFrom, nint ColumnTo);
