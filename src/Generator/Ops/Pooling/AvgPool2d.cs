using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Pooling;

/// <summary>The mean of each window: sums over windows, divided by how many elements count.</summary>
internal sealed record AvgPool2d : CompositeOp
{
    public PoolWindow Window { get; init; } = new(2, 2, 0, 1, false);

    /// <summary>Whether the zeros of the padding count as elements.</summary>
    public bool CountIncludePad { get; init; } = true;

    public override string Name => "avgpool2d";

    public override string Doc =>
        "2-D average pooling (torch.nn.functional.avg_pool2d): y[n, c, oy, ox] = mean over r, s of x[n, c, oy·stride + r − padding, ox·stride + s − padding].";

    public override string AttributeText => $"{{{Window}{(CountIncludePad ? "" : ", without padding")}}}";

    public override OpSchema Schema => new("AvgPool2d",
    [
        .. PoolWindow.Parameters(dilated: false),
        new OpParameter("countIncludePad", ParameterKind.Bool, "Whether the zeros of the padding count in the mean.") { Default = "true" },
    ])
    {
        Build = call => [call.Graph.Add(new AvgPool2d { Window = PoolWindow.Of(call), CountIncludePad = call.Bool("countIncludePad", true) }, call.Tensor("x"))],
        Samples =
        [
            Sample(new AvgPool2d(), Shape.Of(2, 3, 4, 6)),
            Sample(new AvgPool2d { Window = new PoolWindow(3, 2, 1, 1, false) }, Shape.Of(1, 3, 7, 6)),
            Sample(new AvgPool2d { Window = new PoolWindow(3, 2, 1, 1, false), CountIncludePad = false }, Shape.Of(2, 2, 7, 6)),
            Sample(new AvgPool2d { Window = new PoolWindow(3, 2, 1, 1, true) }, Shape.Of(1, 2, 6, 8)),
            Sample(new AvgPool2d { Window = new PoolWindow(new Pair(2, 3), new Pair(1, 2), 0, 1, false) }, Shape.Of(1, 4, 5, 7)),
        ],
    };

    static OpSample Sample(AvgPool2d op, Shape x) => new(op, [new TensorType(DType.Float32, x)]);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var x = operands[0];
        SlidingWindow.RequireImages(x.Shape);
        var images = x.ToChannelsLast();
        var sums = SumOfWindows(images.PadImage(Window.Padding));
        return (CountsDiffer ? sums / Counts(x) : sums * (1.0 / (Window.Kernel.Y * Window.Kernel.X))).ToChannelsFirst();
    }

    bool CountsDiffer => Window.Ceil || (!CountIncludePad && (Window.Padding.Y > 0 || Window.Padding.X > 0));

    // Ones where an element counts, pooled the same way.
    Value Counts(Value x)
    {
        var (height, width) = (x.Shape[2], x.Shape[3]);
        Value Ones(Dim rows, Dim columns) => x.Constant(1).BroadcastTo(Shape.Of(1, rows, columns, 1));

        return SumOfWindows(CountIncludePad
            ? Ones(height + 2 * Window.Padding.Y, width + 2 * Window.Padding.X)
            : Ones(height, width).PadImage(Window.Padding));
    }

    // x is padded on both sides already; a last window may reach further.
    Value SumOfWindows(Value x)
    {
        var (rows, columns) = (Window.Rows(x.Shape[1] - 2 * Window.Padding.Y), Window.Columns(x.Shape[2] - 2 * Window.Padding.X));
        var reached = x
            .Frame(1, 0, Beyond(x.Shape[1], rows, Window.Kernel.Y, Window.Stride.Y))
            .Frame(2, 0, Beyond(x.Shape[2], columns, Window.Kernel.X, Window.Stride.X));
        return reached.Window(new WindowGeometry(Window.Kernel, Window.Stride, 1)).Sum([3, 4]);
    }

    Dim Beyond(Dim extent, Dim windows, int kernel, int stride) => Window.Ceil ? Dim.Max((windows - 1) * stride + kernel - extent, 0) : 0;
}
