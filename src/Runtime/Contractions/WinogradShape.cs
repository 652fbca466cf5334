namespace Sinter.Runtime;

/// <summary>
/// The extents and strides of y[n, oy, ox, k] = Σ over r, s, c of x[n, oy + r, ox + s, c]·w[k, c, r, s] with r, s in 0 … 2: a 3×3 convolution with stride 1 over images that
/// are padded already. All strides are in elements; channels and filters are neighbors.
/// </summary>
public struct WinogradShape
{
    /// <summary>Rows and columns of the result that a tile has: 2 or 4.</summary>
    public int Tile;

    /// <summary>Images, and the rows and columns of each in the result; x has two more of both.</summary>
    public nint Images, Rows, Columns;

    /// <summary>Channels of x and of y.</summary>
    public nint Channels, Filters;

    /// <summary>From one image, row and column to the next in x.</summary>
    public nint StrideImageX, StrideRowX, StrideColumnX;

    /// <summary>From one image, row and column to the next in y.</summary>
    public nint StrideImageY, StrideRowY, StrideColumnY;
}

/// <summary>The weights w[k, c, r, s] of a 3×3 convolution as they lie in memory. All strides are in elements.</summary>
public struct WinogradWeightsShape
{
    /// <summary>The <see cref="WinogradShape.Tile"/> of the convolution.</summary>
    public int Tile;

    public nint Channels, Filters;

    /// <summary>From one filter, channel, row and column to the next.</summary>
    public nint StrideFilter, StrideChannel, StrideRow, StrideColumn;
}
