using System;
using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>
/// Depthwise convolutions: C[o, m, n] = epilogue(Σ over r, s, k of A[…, n]·B[…, n]). A contraction whose columns A has too: lanes are channels, and no lane meets another.
/// A chunk is a band of image rows by some columns. Along a vector of columns the taps stay in registers and the rows of A in the first-level cache; the band stays in the second.
/// </summary>
public static unsafe class Depthwise
{
    /// <summary>Chunks that the work is cut into.</summary>
    public static int Chunks(in ContractionShape shape) => new DepthwisePartition(in shape).Chunks;

    /// <summary>Computes one chunk.</summary>
    [MethodImpl(AggressiveOptimization)]
    public static void Run<TSimd, TEpilogue>(in ContractionShape shape, ref float a, ref float b, ref float c, ref TEpilogue epilogue, int chunk)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var partition = new DepthwisePartition(in shape);
        var band = partition.BandOf(chunk);
        var taps = Contraction.ReductionOf<TSimd>(in shape);
        var (steps, panelWidth) = (taps.Outer.Extent * taps.Inner.Extent * taps.K, (nint)Packing.PanelWidth<TSimd>());
        var isThreeByThree = taps.Outer.Extent == 3 && taps.Inner.Extent == 1 && taps.K == 3;
        for (var column = band.ColumnFrom; column < band.ColumnTo; column += TSimd.Count)
        {
            var count = (int)Math.Min(TSimd.Count, band.ColumnTo - column);
            var weights = (float*)Unsafe.AsPointer(ref b) + (shape.PackedB ? column / panelWidth * steps * panelWidth + column % panelWidth : column);
            nint end;
            for (var line = band.LineFrom; line < band.LineTo; line = end)
            {
                var (image, first) = Math.DivRem(line, partition.Lines.Extent);
                end = Math.Min(band.LineTo, line - first + partition.Lines.Extent);
                var run = new DepthwiseRun
                {
                    A = (float*)Unsafe.AsPointer(ref a) + image * partition.Images.StrideA + first * partition.Lines.StrideA + column,
                    B = weights,
                    C = (float*)Unsafe.AsPointer(ref c),
                    Lines = partition.Lines with { Extent = end - line },
                    Pixels = shape.M,
                    StrideC = shape.StrideCM,
                    Offset = shape.OriginC + image * partition.Images.StrideC + first * partition.Lines.StrideC + column,
                    Column = column,
                    Count = count,
                };
                if (!isThreeByThree || count < TSimd.Count) AnyTaps<TSimd, TEpilogue>(in taps, in run, ref epilogue);
                else if (taps.StrideAM == taps.StrideAK) ThreeByThree<TSimd, N1, TEpilogue>(in taps, in run, ref epilogue);
                else if (taps.StrideAM == 2 * taps.StrideAK) ThreeByThree<TSimd, N2, TEpilogue>(in taps, in run, ref epilogue);
                else ThreeByThree<TSimd, N3, TEpilogue>(in taps, in run, ref epilogue);
            }
        }
    }

    /// <summary>One vector of columns. <typeparamref name="TStride"/>: from one pixel to the next, in taps (3: any), so that neighbors share what they read.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void ThreeByThree<TSimd, TStride, TEpilogue>(in Reduction taps, in DepthwiseRun run, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TStride : struct, INumber
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var e = epilogue;
        var (k, step, strideC, column) = (taps.StrideAK, taps.StrideAM, run.StrideC, run.Column);
        var c = run.C;
        var b = run.B;
        var (w0, w1, w2) = (TSimd.Load(in *b, 0), TSimd.Load(in *b, taps.StrideBK), TSimd.Load(in *b, 2 * taps.StrideBK));
        b += taps.Outer.StrideB;
        var (w3, w4, w5) = (TSimd.Load(in *b, 0), TSimd.Load(in *b, taps.StrideBK), TSimd.Load(in *b, 2 * taps.StrideBK));
        b += taps.Outer.StrideB;
        var (w6, w7, w8) = (TSimd.Load(in *b, 0), TSimd.Load(in *b, taps.StrideBK), TSimd.Load(in *b, 2 * taps.StrideBK));
        var line = run.A;
        var lineC = run.Offset;
        for (var lines = run.Lines.Extent; lines > 0; lines--, line += run.Lines.StrideA, lineC += run.Lines.StrideC)
        {
            var (left, offset) = (run.Pixels, lineC);
            var top = line;
            var middle = top + taps.Outer.StrideA;
            var bottom = middle + taps.Outer.StrideA;
            if (TStride.Value < 3)
            {
                for (; left >= 4; left -= 4)
                {
                    var x0 = TSimd.Load(in *top, 0);
                    var x1 = TSimd.Load(in *top, k);
                    var x2 = TSimd.Load(in *top, 2 * k);
                    var next = top + 3 * k;
                    var x3 = TSimd.Load(in *next, 0);
                    var x4 = TSimd.Load(in *next, k);
                    var x5 = TSimd.Load(in *next, 2 * k);
                    next += 3 * k;
                    var x6 = TStride.Value == 2 ? TSimd.Load(in *next, 0) : TSimd.Zero;
                    var x7 = TStride.Value == 2 ? TSimd.Load(in *next, k) : TSimd.Zero;
                    var x8 = TStride.Value == 2 ? TSimd.Load(in *next, 2 * k) : TSimd.Zero;
                    var sum0 = x0 * w0;
                    var sum1 = (TStride.Value == 1 ? x1 : x2) * w0;
                    var sum2 = (TStride.Value == 1 ? x2 : x4) * w0;
                    var sum3 = (TStride.Value == 1 ? x3 : x6) * w0;
                    TSimd.MultiplyAccumulate(x1, w1, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x2 : x3, w1, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x5, w1, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x4 : x7, w1, ref sum3);
                    TSimd.MultiplyAccumulate(x2, w2, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x4, w2, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x4 : x6, w2, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x5 : x8, w2, ref sum3);

                    x0 = TSimd.Load(in *middle, 0);
                    x1 = TSimd.Load(in *middle, k);
                    x2 = TSimd.Load(in *middle, 2 * k);
                    next = middle + 3 * k;
                    x3 = TSimd.Load(in *next, 0);
                    x4 = TSimd.Load(in *next, k);
                    x5 = TSimd.Load(in *next, 2 * k);
                    next += 3 * k;
                    x6 = TStride.Value == 2 ? TSimd.Load(in *next, 0) : TSimd.Zero;
                    x7 = TStride.Value == 2 ? TSimd.Load(in *next, k) : TSimd.Zero;
                    x8 = TStride.Value == 2 ? TSimd.Load(in *next, 2 * k) : TSimd.Zero;
                    TSimd.MultiplyAccumulate(x0, w3, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x1 : x2, w3, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x2 : x4, w3, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x6, w3, ref sum3);
                    TSimd.MultiplyAccumulate(x1, w4, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x2 : x3, w4, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x5, w4, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x4 : x7, w4, ref sum3);
                    TSimd.MultiplyAccumulate(x2, w5, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x4, w5, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x4 : x6, w5, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x5 : x8, w5, ref sum3);

                    x0 = TSimd.Load(in *bottom, 0);
                    x1 = TSimd.Load(in *bottom, k);
                    x2 = TSimd.Load(in *bottom, 2 * k);
                    next = bottom + 3 * k;
                    x3 = TSimd.Load(in *next, 0);
                    x4 = TSimd.Load(in *next, k);
                    x5 = TSimd.Load(in *next, 2 * k);
                    next += 3 * k;
                    x6 = TStride.Value == 2 ? TSimd.Load(in *next, 0) : TSimd.Zero;
                    x7 = TStride.Value == 2 ? TSimd.Load(in *next, k) : TSimd.Zero;
                    x8 = TStride.Value == 2 ? TSimd.Load(in *next, 2 * k) : TSimd.Zero;
                    TSimd.MultiplyAccumulate(x0, w6, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x1 : x2, w6, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x2 : x4, w6, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x6, w6, ref sum3);
                    TSimd.MultiplyAccumulate(x1, w7, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x2 : x3, w7, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x5, w7, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x4 : x7, w7, ref sum3);
                    TSimd.MultiplyAccumulate(x2, w8, ref sum0);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x3 : x4, w8, ref sum1);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x4 : x6, w8, ref sum2);
                    TSimd.MultiplyAccumulate(TStride.Value == 1 ? x5 : x8, w8, ref sum3);

                    TSimd.Store(e.Apply(sum0, offset, column, TSimd.Count), ref *c, offset);
                    offset += strideC;
                    TSimd.Store(e.Apply(sum1, offset, column, TSimd.Count), ref *c, offset);
                    offset += strideC;
                    TSimd.Store(e.Apply(sum2, offset, column, TSimd.Count), ref *c, offset);
                    offset += strideC;
                    TSimd.Store(e.Apply(sum3, offset, column, TSimd.Count), ref *c, offset);
                    offset += strideC;
                    top += 4 * step;
                    middle += 4 * step;
                    bottom += 4 * step;
                }
            }
            for (; left > 0; left--)
            {
                var sum = TSimd.Load(in *top, 0) * w0;
                TSimd.MultiplyAccumulate(TSimd.Load(in *top, k), w1, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *top, 2 * k), w2, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *middle, 0), w3, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *middle, k), w4, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *middle, 2 * k), w5, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *bottom, 0), w6, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *bottom, k), w7, ref sum);
                TSimd.MultiplyAccumulate(TSimd.Load(in *bottom, 2 * k), w8, ref sum);
                TSimd.Store(e.Apply(sum, offset, column, TSimd.Count), ref *c, offset);
                offset += strideC;
                top += step;
                middle += step;
                bottom += step;
            }
        }
    }

    /// <summary>One vector of columns, of which only some may exist.</summary>
    [MethodImpl(AggressiveOptimization)]
    static void AnyTaps<TSimd, TEpilogue>(in Reduction taps, in DepthwiseRun run, ref TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var e = epilogue;
        var lanes = TSimd.FirstLanes(run.Count);
        for (nint line = 0; line < run.Lines.Extent; line++)
        {
            var a = run.A + line * run.Lines.StrideA;
            var offset = run.Offset + line * run.Lines.StrideC;
            for (nint pixel = 0; pixel < run.Pixels; pixel++, a += taps.StrideAM, offset += run.StrideC)
            {
                var sum = TSimd.Zero;
                for (nint r = 0; r < taps.Outer.Extent; r++)
                {
                    for (nint s = 0; s < taps.Inner.Extent; s++)
                    {
                        var x = a + r * taps.Outer.StrideA + s * taps.Inner.StrideA;
                        var w = run.B + r * taps.Outer.StrideB + s * taps.Inner.StrideB;
                        for (nint k = 0; k < taps.K; k++, x += taps.StrideAK, w += taps.StrideBK)
                            TSimd.MultiplyAccumulate(TSimd.LoadMasked(in *x, 0, lanes), TSimd.LoadMasked(in *w, 0, lanes), ref sum);
                    }
                }
                TSimd.Store(e.Apply(sum, offset, run.Column, run.Count), ref *run.C, offset, run.Count);
            }
        }
    }
}

/// <summary>Lines of one image along one vector of columns.</summary>
internal readonly unsafe struct DepthwiseRun
{
    public float* A { get; init; }

    /// <summary>The first tap's.</summary>
    public float* B { get; init; }

    public float* C { get; init; }

    public OuterLoop Lines { get; init; }

    public nint Pixels { get; init; }

    /// <summary>From one pixel to the next in C.</summary>
    public nint StrideC { get; init; }

    /// <summary>The first pixel's offset in C.</summary>
    public nint Offset { get; init; }

    public nint Column { get; init; }

    /// <summary>Columns that exist.</summary>
    public int Count { get; init; }
}

/// <summary>How a depthwise convolution is cut into chunks, by its shape alone: bands of lines (rows of pixels) by blocks of columns.</summary>
internal readonly struct DepthwisePartition
{
    /// <summary>Multiplications that are worth a chunk, of the first few chunks and of the rest: some microseconds.</summary>
    const long Grain = 1 << 15, WideGrain = 1 << 17;

    const int SmallChunks = 8, MaxChunks = 64;

    /// <summary>Columns that stay together: a multiple of every vector.</summary>
    const int ColumnGroup = 16;

    /// <summary>In fewer lines what their neighbors read as well would come from afar too often.</summary>
    const int FewestLines = 4;

    /// <summary>Elements of A that stay in the second-level cache.</summary>
    const int NearElements = 1 << 17;

    readonly nint lines, bands, columns, columnGroups, columnBlocks;

    public DepthwisePartition(in ContractionShape shape)
    {
        // A single image has no loop of its own.
        (Images, Lines) = shape.Outer1.Extent == 1 ? (shape.Outer1, shape.Outer0) : (shape.Outer0, shape.Outer1);
        lines = Images.Extent * Lines.Extent;
        columns = shape.N;
        columnGroups = (columns + ColumnGroup - 1) / ColumnGroup;
        var work = (double)lines * shape.M * columns * shape.K * shape.Reduce0.Extent * shape.Reduce1.Extent;
        var wanted = (nint)Math.Clamp(work / WideGrain, Math.Clamp(work / Grain, 1, SmallChunks), MaxChunks);
        var near = NearElements / Math.Max(1, shape.M * shape.StrideAM);
        // Small images are cut by columns alone: no line is read for two bands.
        var perBand = Math.Max(1, lines <= near && columnGroups >= wanted ? lines : Math.Min(near, Math.Max(FewestLines, lines / wanted)));
        bands = (lines + perBand - 1) / perBand;
        columnBlocks = Math.Clamp(wanted / Math.Max(bands, 1), 1, Math.Max(columnGroups, 1));
        Chunks = (int)Math.Max(1, bands * columnBlocks);
    }

    public OuterLoop Images { get; }

    /// <summary>Those of one image.</summary>
    public OuterLoop Lines { get; }

    public int Chunks { get; }

    public (nint LineFrom, nint LineTo, nint ColumnFrom, nint ColumnTo) BandOf(int chunk)
    {
        var (band, block) = Math.DivRem(chunk, columnBlocks);
        if (bands == 0) return default;
        return (
            lines * band / bands,
            lines * (band + 1) / bands,
            columnGroups * block / columnBlocks * ColumnGroup,
            Math.Min(columns, columnGroups * (block + 1) / columnBlocks * ColumnGroup));
    }
}
