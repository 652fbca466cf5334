using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Pooling;

/// <summary>How a pooling window moves over images; padding is on both sides.</summary>
/// <param name="Ceil">A last window that begins inside the image (or its padding on the left) but ends behind it counts too.</param>
internal sealed record PoolWindow(Pair Kernel, Pair Stride, Pair Padding, Pair Dilation, bool Ceil)
{
    public static EquatableArray<OpParameter> Parameters(bool dilated) =>
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, C, H, W]."),
        new OpParameter("kernel", ParameterKind.Int, "Extent of the window."),
        new OpParameter("stride", ParameterKind.Int, "Step of the window; −1: the kernel.") { Default = "-1" },
        new OpParameter("padding", ParameterKind.Int, "Elements added on both sides of each axis, at most half the kernel.") { Default = "0" },
        .. dilated ? new[] { new OpParameter("dilation", ParameterKind.Int, "Step between the elements of a window.") { Default = "1" } } : [],
        new OpParameter("ceilMode", ParameterKind.Bool, "Also counts a last window that reaches over the edge.") { Default = "false" },
        Pair.WidthParameter("kernel"),
        Pair.WidthParameter("stride"),
        Pair.WidthParameter("padding"),
        .. dilated ? new[] { Pair.WidthParameter("dilation") } : [],
    ];

    /// <summary>From the arguments of a call.</summary>
    public static PoolWindow Of(CallArguments call)
    {
        var kernel = Pair.Of(call, "kernel");
        var stride = Pair.Of(call, "stride", -1);
        var window = new PoolWindow(
            kernel,
            new Pair(stride.Y < 0 ? kernel.Y : stride.Y, stride.X < 0 ? kernel.X : stride.X),
            Pair.Of(call, "padding", 0), Pair.Of(call, "dilation", 1), call.Bool("ceilMode"));
        window.Check();
        return window;
    }

    public Dim Rows(Dim height) => Positions(height, Kernel.Y, Stride.Y, Padding.Y, Dilation.Y);

    public Dim Columns(Dim width) => Positions(width, Kernel.X, Stride.X, Padding.X, Dilation.X);

    /// <summary>The window's elements in row-major order.</summary>
    public IEnumerable<Pair> Taps =>
        from r in Enumerable.Range(0, Kernel.Y)
        from s in Enumerable.Range(0, Kernel.X)
        select new Pair(r, s);

    Dim Positions(Dim extent, int kernel, int stride, int padding, int dilation)
    {
        var padded = extent + 2 * padding;
        if (!Ceil) return SlidingWindow.Positions(padded, kernel, stride, dilation);
        var positions = SlidingWindow.Positions(padded + (stride - 1), kernel, stride, dilation);
        var startsInside = (extent + padding - 1 - (positions - 1) * stride).Constant
            ?? throw new ShapeException($"ceilMode needs known extents, but an axis has {extent}.");
        return startsInside >= 0 ? positions : positions - 1;
    }

    void Check()
    {
        if (Kernel.Y < 1 || Kernel.X < 1) throw new ShapeException($"the kernel must be at least 1, but is {Kernel}.");
        if (Padding.Y < 0 || Padding.X < 0 || 2 * Padding.Y > Kernel.Y || 2 * Padding.X > Kernel.X)
            throw new ShapeException($"the padding {Padding} must be at most half the kernel {Kernel}.");
    }

    public override string ToString() => $"kernel={Kernel}, stride={Stride}, padding={Padding}, dilation={Dilation}{(Ceil ? ", ceil" : "")}";
}
