using System;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>
/// Some lines of an image on their way through convolutions that follow each other. What lies between two of them never leaves the second-level cache: of each result only those
/// lines exist that the band's lines of the last one need. Lines that two bands need are computed for each.
/// </summary>
public readonly unsafe ref struct Band
{
    /// <summary>Elements between the convolutions that stay near, beside the weights.</summary>
    const nint NearElements = 1 << 18;

    /// <summary>An image is cut into so many bands at least: work for several threads.</summary>
    const nint FewestBands = 4;

    readonly ReadOnlySpan<BandStage> stages;
    readonly nint image, from, to, most;

    /// <summary>The band that a chunk computes.</summary>
    public Band(ReadOnlySpan<BandStage> stages, int chunk)
    {
        this.stages = stages;
        var (lines, bands) = (stages[^1].Shape.Outer1.Extent, BandsOf(stages));
        (image, var band) = Math.DivRem(chunk, bands);
        (from, to, most) = (lines * band / bands, lines * (band + 1) / bands, (lines + bands - 1) / bands);
    }

    /// <summary>Elements of working memory for what lies between the convolutions.</summary>
    public nint Length => Start(stages.Length - 1);

    /// <summary>Chunks that the work is cut into, by its shape alone.</summary>
    public static int Chunks(ReadOnlySpan<BandStage> stages) => (int)(stages[^1].Shape.Outer0.Extent * BandsOf(stages));

    /// <summary>Computes the band's lines of one result by <see cref="Contraction"/>.</summary>
    /// <param name="index">Which of the convolutions.</param>
    /// <param name="images">What the first one reads; not used by others.</param>
    /// <param name="weights">B.</param>
    /// <param name="between">Working memory of <see cref="Length"/> elements, the same for all.</param>
    /// <param name="result">What the last one writes; not used by others.</param>
    /// <param name="epilogue">What happens to the sums. Offsets are known to the last one only.</param>
    public void Contract<TSimd, TEpilogue>(int index, ref float images, ref float weights, ref float between, ref float result, TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var part = Part(index, ref images, ref between, ref result);
        if (part.Shape.Outer1.StrideA == part.Shape.M * part.Shape.StrideAM && part.Shape.Outer1.StrideC == part.Shape.M * part.Shape.StrideCM)
        {
            // Lines that lie one after the other are one.
            part.Shape.M *= part.Shape.Outer1.Extent;
            part.Shape.Outer1 = new OuterLoop(1, 0, 0, 0);
        }
        var chunks = Contraction.Chunks(in part.Shape);
        for (var chunk = 0; chunk < chunks; chunk++)
            Contraction.Run<TSimd, TEpilogue>(in part.Shape, ref *part.A, ref weights, ref *part.C, ref epilogue, chunk);
    }

    /// <summary>Computes the band's lines of one result by <see cref="Depthwise"/>.</summary>
    /// <inheritdoc cref="Contract"/>
    public void Convolve<TSimd, TEpilogue>(int index, ref float images, ref float weights, ref float between, ref float result, TEpilogue epilogue)
        where TSimd : struct, ISimd<TSimd>
        where TEpilogue : struct, IEpilogue, allows ref struct
    {
        var part = Part(index, ref images, ref between, ref result);
        var chunks = Depthwise.Chunks(in part.Shape);
        for (var chunk = 0; chunk < chunks; chunk++)
            Depthwise.Run<TSimd, TEpilogue>(in part.Shape, ref *part.A, ref weights, ref *part.C, ref epilogue, chunk);
    }

    // The convolution over the band's lines, and where they begin. Clears what surrounds them.
    BandPart Part(int index, ref float images, ref float between, ref float result)
    {
        var (isFirst, isLast) = (index == 0, index == stages.Length - 1);
        ref readonly var stage = ref stages[index];
        var (needed, first, end) = Lines(index);
        var (lines, outer) = (stage.Shape.Outer1, stage.Shape.Outer0);
        var near = (float*)Unsafe.AsPointer(ref between);
        var part = new BandPart
        {
            Shape = stage.Shape,
            A = isFirst
                ? (float*)Unsafe.AsPointer(ref images) + image * outer.StrideA + first * lines.StrideA
                : near + Start(index - 1),
            C = isLast ? (float*)Unsafe.AsPointer(ref result) : near + Start(index) + (first - needed) * lines.StrideC + stage.Margin,
        };
        part.Shape.Outer0 = new OuterLoop(1, 0, 0, 0);
        part.Shape.Outer1.Extent = end - first;
        if (isLast) part.Shape.OriginC = image * outer.StrideC + first * lines.StrideC;
        else Clear(near + Start(index), in stage, needed, first, end, needed + Count(index));
        return part;
    }

    static void Clear(float* lines, in BandStage stage, nint needed, nint first, nint end, nint neededEnd)
    {
        var width = stage.Shape.Outer1.StrideC;
        var pixels = stage.Shape.M * stage.Shape.StrideCM;
        for (var line = needed; line < neededEnd; line++, lines += width)
        {
            if (line < first || line >= end)
            {
                new Span<float>(lines, (int)width).Clear();
                continue;
            }
            new Span<float>(lines, (int)stage.Margin).Clear();
            new Span<float>(lines + stage.Margin + pixels, (int)(width - stage.Margin - pixels)).Clear();
        }
    }

    // The first line of a result that the next convolution looks for, and from where to where they exist.
    (nint Needed, nint First, nint End) Lines(int index)
    {
        var (needed, first, end) = (from, from, to);
        for (var i = stages.Length - 1; i > index; i--)
        {
            ref readonly var stage = ref stages[i];
            var count = (end - first - 1) * stage.Step + stage.Reach;
            needed = first * stage.Step - stage.Before;
            first = Math.Max(needed, 0);
            end = Math.Min(needed + count, stages[i - 1].Shape.Outer1.Extent);
        }
        return (needed, first, end);
    }

    // Lines of a result that the largest band needs.
    nint Count(int index)
    {
        var count = most;
        for (var i = stages.Length - 1; i > index; i--) count = (count - 1) * stages[i].Step + stages[i].Reach;
        return count;
    }

    // Where a result's lines begin in working memory.
    nint Start(int index)
    {
        nint start = 0;
        for (var i = 0; i < index; i++) start += Count(i) * stages[i].Shape.Outer1.StrideC;
        return start;
    }

    // Bands of an image. A line more of the last result is so many more of each: what they take grows evenly.
    static nint BandsOf(ReadOnlySpan<BandStage> stages)
    {
        var lines = stages[^1].Shape.Outer1.Extent;
        var (perLine, always, factor, rest) = ((nint)0, (nint)0, (nint)1, (nint)0);
        for (var i = stages.Length - 1; i > 0; i--)
        {
            (factor, rest) = (factor * stages[i].Step, (rest - 1) * stages[i].Step + stages[i].Reach);
            perLine += factor * stages[i - 1].Shape.Outer1.StrideC;
            always += rest * stages[i - 1].Shape.Outer1.StrideC;
        }
        var perBand = Math.Clamp((NearElements - always) / Math.Max(perLine, 1), 1, Math.Max(1, (lines + FewestBands - 1) / FewestBands));
        return Math.Max(1, (lines + perBand - 1) / perBand);
    }
}

/// <summary>A convolution over a band's lines.</summary>
internal unsafe struct BandPart
{
    public ContractionShape Shape;

    public float* A, C;
}
