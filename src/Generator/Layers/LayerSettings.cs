using System.Globalization;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>Settings that several layers share, described once.</summary>
internal static class LayerSettings
{
    public static LayerParameter Bias { get; } = new("Bias", ParameterKind.Bool, "Adds a learned number per output.", IsProperty: true) { Default = "true" };

    public static LayerParameter Epsilon { get; } = Number("Eps", "Added to the variance before the root.", "1e-5f");

    public static LayerParameter Affine { get; } = new("Affine", ParameterKind.Bool, "Scales and shifts by learned numbers.", IsProperty: true) { Default = "true" };

    public static LayerParameter LastAxes { get; } = Whole("LastAxes", "How many of the last axes are normalized together.", 1);

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
        new(name, ParameterKind.Int, doc, IsProperty: true) { Default = @default.ToString(CultureInfo.InvariantCulture) };

    public static LayerParameter Width(string property, string of) =>
        new(property + Pair.Width, ParameterKind.Int, $"{of} along the columns; −1: the same as along the rows.", IsProperty: true) { Default = "-1" };

    /// <summary>An extent that parameters take their shape from.</summary>
    public static int Known(Shape shape, int axis) =>
        shape[axis].Constant is { } extent ? checked((int)extent) : throw new ShapeException($"axis {axis} of {shape} must be a plain number: the layer's parameters have its extent.");

    /// <summary>The last extents of a shape, which must be plain numbers.</summary>
    public static Shape LastExtents(Shape shape, int count) => count >= 1 && count <= shape.Rank
        ? Shape.Of(Enumerable.Range(shape.Rank - count, count).Select(axis => (Dim)Known(shape, axis)))
        : throw new ShapeException($"{shape} has no {count} last axes.");

    /// <summary>
    /// The function of <c>Sinter.Ops</c> applied to x and, by the names of its parameters, to further tensors (null: left out), with the layer's settings.
    /// </summary>
    public static Value Call(this LayerContext layer, string function, Value x, params (string Name, Value? Tensor)[] tensors)
    {
        var schema = OpCatalog.Functions[function].Schema;
        return schema.Build!(layer.Settings.AsCall(x.Graph, [(schema.Parameters[0].Name, x), .. tensors]))[0];
    }

    /// <summary>The learned scale (ones) and shift (zeros) of a normalization, where the layer's property Affine says so.</summary>
    public static (string Name, Value? Tensor)[] ScaleAndShift(this LayerContext layer, Shape shape, bool affineByDefault = true, bool shift = true)
    {
        var affine = layer.Settings.Bool(Affine.Name, affineByDefault);
        return
        [
            ("weight", affine ? layer.Parameter("weight", shape, Initializer.Ones, ParameterRole.Norm) : null),
            ("bias", affine && shift ? layer.Parameter("bias", shape, Initializer.Zeros, ParameterRole.Norm) : null),
        ];
    }

    /// <summary>A whole number of at least one.</summary>
    public static int Positive(this CallArguments settings, string name)
    {
        var value = settings.Int(name);
        return value >= 1 ? value : throw new ShapeException($"'{name}' must be at least 1, but is {value}.");
    }
}
