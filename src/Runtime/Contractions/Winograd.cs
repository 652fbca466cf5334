using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// 3×3 convolutions with stride 1 by Winograd's algorithm (Lavin and Gray 2016): tiles of the images are transformed, multiplied with weights that <see cref="WinogradWeights"/> transformed, point by point, and
/// transformed back. F(4×4) takes a quarter of the multiplications, F(2×2) four ninths.
/// </summary>
/// <remarks>
/// The sums are rounded otherwise than those of <see cref="Contraction"/>: with 64 channels of ReLU's results the error is, of the largest result, about 1.2e-6 for F(4×4) and 3e-7 for F(2×2), where a plain
/// sum has 6e-7. A result does not depend on chunks, on other images or on vector width.
/// </remarks>
public static unsafe class Winograd
{
    /// <summary>Chunks that the work is cut into.</summary>
    public static int Chunks(in WinogradShape shape) => new WinogradPartition(in shape).Chunks;

    /// <summary>Floats of working memory that a chunk needs.</summary>
    public static nint Scratch(in WinogradShape shape)
    {
        var partition = new WinogradPartition(in shape);
        return (nint)(shape.Tile + 2) * (shape.Tile + 2) * (partition.StepV + partition.StepM);
    }

    /// <summary>Computes one chunk of y = epilogue(x * w). <paramref name="scratch"/> is as long as <see cref="Scratch"/> says.</summary>
    public static void Run<TSimd, TEpilogue>(in WinogradShape shape, ref float x, ref float panels, ref float y, ref TEpilogue epilogue, ref float scratch, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var images = (float*)Unsafe.AsPointer(ref x);
        var weights = (float*)Unsafe.AsPointer(ref panels);
        var results = (float*)Unsafe.AsPointer(ref y);
        var memory = (float*)Unsafe.AsPointer(ref scratch);
        if (shape.Tile == 4) Run<TSimd, WinogradTransform4, TEpilogue>(in shape, images, weights, results, ref epilogue, memory, chunk);
        else Run<TSimd, WinogradTransform2, TEpilogue>(in shape, images, weights, results, ref epilogue, memory, chunk);
    }

    static void Run<TSimd, TTransform, TEpilogue>(in WinogradShape shape, float* x, float* panels, float* y, ref TEpilogue epilogue, float* scratch, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TTransform : struct, IWinogradTransform
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var partition = new WinogradPartition(in shape);
        var points = TTransform.Points * TTransform.Points;
        var v = scratch;
        var m = v + points * partition.StepV;
        var (from, to, filter, filterTo) = partition.Part(chunk);
        for (var tile = from; tile < to; tile++)
        {
            var (image, tileY, tileX) = partition[tile];
            var (row, column) = (tileY * TTransform.Outputs, tileX * TTransform.Outputs);
            WinogradInput.Tile<TSimd, TTransform>(
                in shape, x + image * shape.StrideImageX + row * shape.StrideRowX + column * shape.StrideColumnX,
                (int)Math.Min(TTransform.Points, shape.Rows + 2 - row), (int)Math.Min(TTransform.Points, shape.Columns + 2 - column),
                v + (tile - from) * partition.RowV, partition.StepV);
        }
        for (; filter < filterTo; filter += WinogradPartition.Group)
        {
            var width = (int)Math.Min(WinogradPartition.Group, filterTo - filter);
            WinogradProducts.Form<TSimd>(in shape, in partition, v, panels + WinogradWeights.Offset(points, shape.Channels, filter), m, (int)(to - from), width, points);
            for (var tile = from; tile < to; tile++)
            {
                var (image, tileY, tileX) = partition[tile];
                var (row, column) = (tileY * TTransform.Outputs, tileX * TTransform.Outputs);
                WinogradOutput.Tile<TSimd, TTransform, TEpilogue>(
                    in shape, m + (tile - from) * partition.RowM, partition.StepM, y,
                    image * shape.StrideImageY + row * shape.StrideRowY + column * shape.StrideColumnY + filter, filter, width,
                    (int)Math.Min(TTransform.Outputs, shape.Rows - row), (int)Math.Min(TTransform.Outputs, shape.Columns - column), ref epilogue);
            }
        }
    }
}
