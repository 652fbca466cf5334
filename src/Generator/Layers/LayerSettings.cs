using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>Settings that several layers share, described once.</summary>
internal static class LayerSettings
{
    public static LayerParameter Bias { get; } = new("Bias", ParameterKind.Bool, "Adds a learned number per output.", IsProperty: true) { Default = "true" };

    public static LayerParameter Epsilon { get; } = Number("Epsilon", "Added to the variance before the root.", "1e-5f");

    public static LayerParameter Affine { get; } = new("Affine", ParameterKind.Bool, "Scales and shifts by learned numbers.", IsProperty: true) { Default = "true" };

    public static LayerParameter Number(string name, string doc, string @default) => new(name, ParameterKind.Float, doc, IsProperty: true) { Default = @default };

    /// <summary>channels, kernel; Stride, Padding, Dilation, Groups, Bias, as a convolution over one axis has them.</summary>
    public static EquatableArray<LayerParameter> Convolution { get; } =
    [
        new LayerParameter("channels", ParameterKind.Int, "Number of output channels."),
        new LayerParameter("kernel", ParameterKind.Int, "Extent of the kernel."),
        Whole("Stride", "Step of the kernel.", 1),
        Whole("Padding", "Zeros added on both sides of each axis.", 0),
        Whole("Dilation", "Step between the taps of the kernel.", 1),
        Whole("Groups", "Independent groups of channels.", 1),
        Bias,
    ];

    /// <summary>The numbers along the columns, for a layer over images.</summary>
    public static EquatableArray<LayerParameter> Widths { get; } =
        [Width("Kernel", "kernel"), Width("Stride", "Stride"), Width("Padding", "Padding"), Width("Dilation", "Dilation")];

    public static LayerParameter Whole(string name, string doc, int @default) =>
        new(name, ParameterKind.Int, doc, IsProperty: true) { Default = @default.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    public static LayerParameter Width(string property, string of) =>
        new(property + Pair.Width, ParameterKind.Int, $"{of} along the columns; −1: the same as along the rows.", IsProperty: true) { Default = "-1" };

    /// <summary>An extent that parameters take their shape from.</summary>
    public static int Known(Shape shape, int axis) =>
        shape[axis].Constant is { } extent ? checked((int)extent) : throw new ShapeException($"axis {axis} of {shape} must be a plain number: the layer's parameters have its extent.");

    /// <summary>A whole number of at least one.</summary>
    public static int Positive(this CallArguments settings, string name)
    {
        var value = settings.Int(name);
        return value >= 1 ? value : throw new ShapeException($"'{name}' must be at least 1, but is {value}.");
    }
}
