using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops;

/// <summary>Where a kernel fits as it slides over an axis.</summary>
internal static class SlidingWindow
{
    /// <summary>⌊(extent − dilation·(kernel − 1) − 1) / stride⌋ + 1 positions over an axis that is padded already.</summary>
    public static Dim Positions(Dim extent, Dim kernel, int stride, int dilation)
    {
        if (stride < 1) throw new ShapeException($"the stride must be at least 1, but is {stride}.");
        if (dilation < 1) throw new ShapeException($"the dilation must be at least 1, but is {dilation}.");
        var reach = dilation * (kernel - 1) + 1;
        if ((extent - reach).Constant is < 0) throw new ShapeException($"the kernel spans {reach} elements, but the padded axis has {extent}.");
        return Dim.FloorDivide(extent - reach, stride) + 1;
    }

    /// <summary>Throws unless x is a batch of images [N, C, H, W].</summary>
    public static void RequireImages(Shape x)
    {
        if (x.Rank != 4) throw new ShapeException($"images must be [N, C, H, W], but are {x}.");
    }
}
