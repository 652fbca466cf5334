using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Views;

/// <summary>[N, OH, OW, R, S, C] → [N, H, W, C]: adds up what windows hold of each element; the gradient of <see cref="Window"/>.</summary>
internal sealed record Fold : CompositeOp
{
    public WindowGeometry Geometry { get; init; } = new(1, 1, 1);

    /// <summary>H.</summary>
    public Dim Rows { get; init; } = Dim.One;

    /// <summary>W.</summary>
    public Dim Columns { get; init; } = Dim.One;

    public override string Name => "fold";

    public override string Doc => "Adds up the windows [N, OH, OW, R, S, C] of an image to [N, H, W, C].";

    public override string AttributeText => $"{{{Geometry}, to {Rows}×{Columns}}}";

    public override OpSchema Schema => new(null, []) { Samples = [Sample(new(2, 2, 1)), Sample(new(new Pair(3, 2), new Pair(2, 1), 1)), Sample(new(new Pair(2, 3), new Pair(1, 2), new Pair(2, 1)))] };

    static OpSample Sample(WindowGeometry geometry)
    {
        var windows = Shape.Of(2, geometry.OutputRows(7), geometry.OutputColumns(6), geometry.Kernel.Y, geometry.Kernel.X, 3);
        return new OpSample(new Fold { Geometry = geometry, Rows = 7, Columns = 6 }, [new TensorType(DType.Float32, windows)]);
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var windows = operands[0];
        if (Geometry.Tiles) return SideBySide(windows);
        var taps =
            from row in Enumerable.Range(0, Geometry.Kernel.Y)
            from column in Enumerable.Range(0, Geometry.Kernel.X)
            select Tap(windows, row, column);
        return taps.Aggregate((a, b) => a + b);
    }

    // Every element is in one window at most: nothing to add.
    Value SideBySide(Value windows)
    {
        var (batch, channels) = (windows.Shape[0], windows.Shape[5]);
        var image = windows.Transpose(0, 1, 3, 2, 4, 5)
            .Reshape(Shape.Of(batch, windows.Shape[1] * Geometry.Kernel.Y, windows.Shape[2] * Geometry.Kernel.X, channels));
        return image.Pad([0, 0, 0, 0], [0, Rows - image.Shape[1], Columns - image.Shape[2], 0]);
    }

    // What all windows hold at one position, where those elements stand in the image.
    Value Tap(Value windows, int row, int column)
    {
        var tap = windows.Slice(3, new SliceRange(row, 1)).Slice(4, new SliceRange(column, 1))
            .Reshape(Shape.Of(windows.Shape[0], windows.Shape[1], windows.Shape[2], windows.Shape[5]))
            .Dilate([1, Geometry.Stride.Y, Geometry.Stride.X, 1]);
        var (top, left) = (row * Geometry.Dilation.Y, column * Geometry.Dilation.X);
        return tap.Pad([0, top, left, 0], [0, Rows - top - tap.Shape[1], Columns - left - tap.Shape[2], 0]);
    }

    public override bool HasGradient => true;

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [dy.Graph.Add(new Window { Geometry = Geometry }, dy)];
}
