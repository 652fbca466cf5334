using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// Convolutions that follow each other, band by band of an image's lines, so that what lies between them stays near and has no buffer. The slots of the buffers are: 0 = A of the
/// first, then B of each, then C of the last, then those that the epilogues read.
/// </summary>
internal sealed record BandKernel(string Name, string Comment, EquatableArray<Buffer> Buffers, EquatableArray<BandStage> Stages) : Kernel(Name, Comment, Buffers)
{
    /// <summary>The slot of C of the last convolution.</summary>
    public int Result => Stages.Count + 1;

    /// <summary>The convolutions one by one, each as if it ran on whole images. Slots of epilogues are those of this kernel.</summary>
    public IEnumerable<ContractionKernel> Contractions => Stages.Select(stage => new ContractionKernel(Name, Comment, Buffers, stage.Shape, stage.Epilogue));
}

/// <param name="Shape">Two outer loops: images and their lines; the rows are the pixels of a line. Strides between two convolutions are those of images in their frame.</param>
/// <param name="Step">A line reads the lines from step·line − before on of what precedes.</param>
/// <param name="Reach">So many of them; those that do not exist are zeros.</param>
/// <param name="Before">See <paramref name="Step"/>: lines of the frame above an image.</param>
/// <param name="Margin">Elements of the frame in front of a line's first pixel, in C.</param>
internal sealed record BandStage(ContractionShape Shape, Expr Epilogue, Dim Step, Dim Reach, Dim Before, Dim Margin)
{
    public IEnumerable<Dim> Dims => [.. Shape.Dims, .. Epilogue.Indices(), Step, Reach, Before, Margin];
}
