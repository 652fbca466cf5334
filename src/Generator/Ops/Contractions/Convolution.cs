using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>Convolutions as users call them, over images [N, C, H, W], in terms of <see cref="Conv2dNhwc"/>.</summary>
internal static class Convolution
{
    public static EquatableArray<OpParameter> Parameters(string images, string weights) =>
    [
        new OpParameter("x", ParameterKind.Tensor, images),
        new OpParameter("weight", ParameterKind.Tensor, weights),
        new OpParameter("bias", ParameterKind.Tensor, "One number per output channel.") { Default = "null" },
        new OpParameter("stride", ParameterKind.Int, "Step of the kernel.") { Default = "1" },
        new OpParameter("padding", ParameterKind.Int, "Zeros added on both sides of each axis.") { Default = "0" },
        new OpParameter("dilation", ParameterKind.Int, "Step between the taps of the kernel.") { Default = "1" },
        new OpParameter("groups", ParameterKind.Int, "Independent groups of channels.") { Default = "1" },
        Pair.WidthParameter("stride"),
        Pair.WidthParameter("padding"),
        Pair.WidthParameter("dilation"),
    ];

    /// <summary>x [N, C, H, W], weight [K, C/groups, R, S], bias [K] → [N, K, OH, OW].</summary>
    public static Value Apply(Value x, Value weight, Value? bias, ConvolutionSettings settings)
    {
        Check(x.Shape, weight.Shape, settings.Groups);
        var padded = x.ToChannelsLast().PadImage(settings.Padding);
        var y = weight.Shape[1] == Dim.One && settings.Groups > 1
            ? Depthwise(padded, weight, settings)
            : padded.Graph.Add(new Conv2dNhwc { Stride = settings.Stride, Dilation = settings.Dilation, Groups = settings.Groups }, padded, weight);
        return (bias is null ? y : y + bias).ToChannelsFirst();
    }

    // Every output channel reads one input channel, so there is nothing to contract: a sum over the taps, as wide as the channels.
    static Value Depthwise(Value padded, Value weight, ConvolutionSettings settings)
    {
        var (c, r, s) = (padded.Shape[3], weight.Shape[2], weight.Shape[3]);
        var multiplier = Dim.FloorDivide(weight.Shape[0], c);
        var taps = weight.Reshape(Shape.Of(c, multiplier, r, s)).Transpose([2, 3, 0, 1]);
        var geometry = new WindowGeometry(Extents(weight), settings.Stride, settings.Dilation);
        if (multiplier == Dim.One) return padded.Graph.Add(new DepthwiseConv2d { Geometry = geometry }, padded, taps.Reshape(Shape.Of(r, s, c)));

        var windows = padded.Window(geometry);
        var y = (windows.Reshape(Shape.Of([.. windows.Shape.Dims, 1])) * taps).Sum([3, 4]);
        return y.Reshape(Shape.Of([.. y.Shape.Dims.Take(3), weight.Shape[0]]));
    }

    /// <summary>
    /// The derivative of a convolution by its input: dy [N, OH, OW, K], weight [K, C/groups, R, S] → [N, height, width, C]. With a stride of one, a
    /// convolution of the framed gradient with the
    /// kernel turned by 180°. With a larger one, that would mostly multiply zeros: there the product with each tap is added where the tap was read.
    /// </summary>
    public static Value InputGradient(Value dy, Value weight, ConvolutionSettings settings, Dim height, Dim width) =>
        settings.Groups == 1 && settings.Stride != 1 ? Folded(dy, weight, settings, height, width) : Turned(dy, weight, settings, height, width);

    static Value Folded(Value dy, Value weight, ConvolutionSettings settings, Dim height, Dim width)
    {
        var (k, c, r, s) = (weight.Shape[0], weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        var products = dy.MatMul(weight.Transpose([0, 2, 3, 1]).Reshape(Shape.Of(k, r * s * c)));
        var windows = products.Reshape(Shape.Of([.. dy.Shape.Dims.Take(3), r, s, c]));
        var padded = new Fold
        {
            Geometry = new WindowGeometry(Extents(weight), settings.Stride, settings.Dilation),
            Rows = height + 2 * settings.Padding.Y,
            Columns = width + 2 * settings.Padding.X,
        };
        return windows.Graph.Add(padded, windows).PadImage(new Pair(-settings.Padding.Y, -settings.Padding.X));
    }

    static Value Turned(Value dy, Value weight, ConvolutionSettings settings, Dim height, Dim width)
    {
        var kernel = Extents(weight);
        var spread = dy.Dilate([1, settings.Stride.Y, settings.Stride.X, 1]);
        var framed = spread
            .Framed(1, height, (kernel.Y - 1) * settings.Dilation.Y, settings.Padding.Y)
            .Framed(2, width, (kernel.X - 1) * settings.Dilation.X, settings.Padding.X);
        return framed.Graph.Add(new Conv2dNhwc { Dilation = settings.Dilation, Groups = settings.Groups }, framed, TurnedKernel(weight, settings.Groups));
    }

    // So many elements on both sides that a kernel of this reach gives the extent.
    static Value Framed(this Value x, int axis, Dim extent, int reach, int padding)
    {
        Dim before = reach - padding;
        return x.Frame(axis, before, extent + reach - before - x.Shape[axis]);
    }

    // [G·K/G, C/G, R, S] → [G·C/G, K/G, R, S], the taps in reverse order.
    static Value TurnedKernel(Value weight, int groups)
    {
        var (k, c, r, s) = (Dim.FloorDivide(weight.Shape[0], groups), weight.Shape[1], weight.Shape[2], weight.Shape[3]);
        var turned = weight.Flip([2, 3]);
        if (groups == 1) return turned.Transpose([1, 0, 2, 3]);
        return turned.Reshape(Shape.Of(groups, k, c, r, s)).Transpose([0, 2, 1, 3, 4]).Reshape(Shape.Of(groups * c, k, r, s));
    }

    public static Pair Extents(Value weight) => new(Extent(weight.Shape[2]), Extent(weight.Shape[3]));

    static int Extent(Dim extent) =>
        extent.Constant is { } constant ? checked((int)constant) : throw new ShapeException($"the kernel's extent must be a plain number, but is {extent}.");

    static void Check(Shape x, Shape weight, int groups)
    {
        SlidingWindow.RequireImages(x);
        if (weight.Rank != 4) throw new ShapeException($"weights must be [K, C/groups, R, S], but are {weight}.");
        if (groups < 1 || x[1].DivideExactly(groups) is not { } channels || weight[0].DivideExactly(groups) is null)
            throw new ShapeException($"{groups} groups do not divide the channels of {x} and {weight}.");
        if (channels != weight[1])
            throw new ShapeException($"input channels differ: {x} has {x[1]}, the weights {weight} expect {weight[1] * groups}.");
    }
}
