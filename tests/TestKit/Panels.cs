namespace Sinter.TestKit;

/// <summary>The layout of packed operands: of the sizes that the contract fixes, with the interpreter's own panel width.</summary>
internal readonly record struct Panels(long K, long N)
{
    const long Width = 16;

    public long Columns => (N + 63) / 64 * 64;

    public long Size => K * Columns;

    public long Index(long k, long column) => column / Width * Width * K + k * Width + column % Width;

    /// <summary>The offset in the source of a position in nested extents, outermost first.</summary>
    public static long Offset(long position, long[] extents, long[] strides)
    {
        long offset = 0;
        for (var level = extents.Length - 1; level >= 0; level--)
        {
            offset += position % extents[level] * strides[level];
            position /= extents[level];
        }
        return offset;
    }
}
