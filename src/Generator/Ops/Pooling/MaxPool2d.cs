using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Pooling;

/// <summary>
/// y[n, oy, ox, c] = the largest x in the window at (oy, ox), over images [N, H, W, C]. Each element is written out over the taps, so that it fuses with what stands
/// before and after it.
/// </summary>
internal sealed record MaxPool2d : PointwiseOp, IWindowed
{
    // A window with more taps is taken along the columns first, then along the rows: far fewer comparisons.
    const int MaximumTaps = 16;

    public PoolWindow Window { get; init; } = new(2, 2, 0, 1, false);

    public override string Name => "maxpool2d";

    public override string Doc =>
        "2-D maximum pooling (torch.nn.functional.max_pool2d): y[n, c, oy, ox] = max over r, s of x[n, c, oy·stride + r·dilation − padding, ox·stride" +
        " + s·dilation − padding]; the gradient goes to the first largest element.";

    public override string AttributeText => $"{{{Window}}}";

    public override OpSchema Schema => new("MaxPool2d", PoolWindow.Parameters(dilated: true))
    {
        Build = call => [Apply(call.Tensor("x"), PoolWindow.Of(call))],
        Samples =
        [
            Sample(new PoolWindow(2, 2, 0, 1, false), Shape.Of(2, 4, 6, 3)),
            Sample(new PoolWindow(2, 2, 0, 1, false), Shape.Of(1, 5, 7, 5)),
            Sample(new PoolWindow(3, 2, 1, 1, false), Shape.Of(2, 7, 6, 4)),
            Sample(new PoolWindow(3, 1, 1, 1, false), Shape.Of(1, 4, 5, 17)),
            Sample(new PoolWindow(3, 2, 0, 1, true), Shape.Of(1, 6, 8, 3)),
            Sample(new PoolWindow(3, 2, 1, 2, false), Shape.Of(1, 8, 9, 2)),
            Sample(new PoolWindow(new Pair(1, 3), new Pair(1, 2), new Pair(0, 1), 1, false), Shape.Of(2, 3, 7, 3)),
        ],
    };

    static OpSample Sample(PoolWindow window, Shape x) => new(new MaxPool2d { Window = window }, [new TensorType(DType.Float32, x)]);

    /// <summary>x [N, C, H, W] → [N, C, OH, OW].</summary>
    public static Value Apply(Value x, PoolWindow window)
    {
        SlidingWindow.RequireImages(x.Shape);
        var pooled = x.ToChannelsLast();
        if (window.Kernel.Y > 1 && window.Kernel.X > 1 && window.Kernel.Y * window.Kernel.X > MaximumTaps)
        {
            pooled = Add(pooled, new PoolWindow(new Pair(1, window.Kernel.X), new Pair(1, window.Stride.X), new Pair(0, window.Padding.X), new Pair(1, window.Dilation.X), window.Ceil));
            pooled = Add(pooled, new PoolWindow(new Pair(window.Kernel.Y, 1), new Pair(window.Stride.Y, 1), new Pair(window.Padding.Y, 0), new Pair(window.Dilation.Y, 1), window.Ceil));
        }
        else
        {
            pooled = Add(pooled, window);
        }
        return pooled.ToChannelsFirst();
    }

    static Value Add(Value x, PoolWindow window) => x.Graph.Add(new MaxPool2d { Window = window }, x);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var x = operands[0].Shape;
        return new TensorType(DType.Float32, Shape.Of(x[0], Window.Rows(x[1]), Window.Columns(x[2]), x[3]));
    }

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index) =>
        Window.Taps
            .Select(tap => PoolTap.At(Window, tap, result.Operands[0].Shape, index))
            .Select(tap => tap.OrLowest(operands.Operand(0, tap.Index)))
            .Aggregate((a, b) => Expr.Call(Intrinsic.Maximum, a, b));

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        [dy.Graph.Add(new MaxPool2dGradient { Window = Window }, result.Operands[0], dy)];
}
