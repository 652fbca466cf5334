using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// A 3×3 convolution with stride 1 by Winograd's algorithm: A are the images, B the weights as <see cref="WinogradWeightsKernel"/> transforms them, C the results, whose last axis is the column.
/// </summary>
internal sealed record WinogradKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    WinogradShape Shape,
    Expr Epilogue) : EpilogueKernel(Name, Comment, Buffers, Epilogue);

/// <summary>The extents of y[n, oy, ox, k] = Σ over r, s, c of x[n, oy + r, ox + s, c]·w[k, c, r, s], and where images lie: channels are neighbors in both.</summary>
/// <param name="Tile">Rows and columns of the result that a tile has: 2 or 4.</param>
/// <param name="Rows">Of the result; x has two more. So with Columns.</param>
internal sealed record WinogradShape(int Tile, Dim Images, Dim Rows, Dim Columns, Dim Channels, Dim Filters, ImageStrides X, ImageStrides Y)
{
    public IEnumerable<Dim> Dims => [Images, Rows, Columns, Channels, Filters, .. X.Dims, .. Y.Dims];
}

/// <summary>From one image, row and column to the next, in elements.</summary>
internal sealed record ImageStrides(Dim Image, Dim Row, Dim Column)
{
    public IEnumerable<Dim> Dims => [Image, Row, Column];
}
