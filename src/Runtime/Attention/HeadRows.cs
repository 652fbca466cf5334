namespace Sinter.Runtime;

/// <summary>
/// The rows of a unit: for each group (query head of the key head) the query positions in order. When there is one position, as in decoding, the groups' heads are themselves the
/// rows, so that keys and values are read once for all of them.
/// </summary>
internal readonly struct HeadRows
{
    readonly nint firstHead, firstPosition;
    readonly bool rowsAreHeads;

    public HeadRows(in AttentionShape shape, in AttentionUnit unit)
    {
        rowsAreHeads = shape.Queries == 1;
        (Groups, Count) = rowsAreHeads ? (1, shape.Groups) : (shape.Groups, unit.Rows);
        (firstHead, firstPosition) = (unit.KeyHead * shape.Groups, unit.First);
    }

    public nint Groups { get; }

    /// <summary>Rows of each group.</summary>
    public nint Count { get; }

    public nint Head(nint group, nint row) => firstHead + (rowsAreHeads ? row : group);

    public nint Position(nint row) => firstPosition + (rowsAreHeads ? 0 : row);

    /// <summary>Where a row begins in an operand.</summary>
    public nint Offset(HeadStrides strides, nint group, nint row) => Head(group, row) * strides.Head + Position(row) * strides.Position;

    /// <summary>From one row to the next.</summary>
    public nint Stride(HeadStrides strides) => rowsAreHeads ? strides.Head : strides.Position;

    /// <summary>Where a row begins in a tensor [Queries, Heads, size].</summary>
    public nint ResultOffset(in AttentionShape shape, nint size, nint group, nint row) => Offset(new HeadStrides(0, shape.Heads * size, size), group, row);

    public nint ResultStride(in AttentionShape shape, nint size) => Stride(new HeadStrides(0, shape.Heads * size, size));

    /// <summary>The keys that at least one of several rows may see.</summary>
    public (nint First, nint End) Visible(in AttentionShape shape, nint row, nint count)
    {
        var (first, end) = (shape.Visible(Position(row)).First, shape.Visible(Position(row + count - 1)).End);
        return (first, end);
    }
}
