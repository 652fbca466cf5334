using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Pooling;

/// <summary>
/// dx of <see cref="MaxPool2d"/> from x and dy: each dy is added to the first largest element of its window, in row-major order. Which one that is, is
/// found again from x.
/// </summary>
internal sealed record MaxPool2dGradient : Op, IIndependentOuterLoop
{
    public PoolWindow Window { get; init; } = new(2, 2, 0, 1, false);

    public override string Name => "maxpool2d_gradient";

    public override string Doc => "The derivative of maxpool2d by x: each dy is added to the first largest element of its window.";

    public override string AttributeText => $"{{{Window}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, H, W, C]."), new OpParameter("dy", ParameterKind.Tensor, "[N, OH, OW, C].")])
    {
        Samples =
        [
            Sample(new PoolWindow(2, 2, 0, 1, false), Shape.Of(2, 5, 6, 3), Shape.Of(2, 2, 3, 3)),
            Sample(new PoolWindow(3, 2, 1, 1, false), Shape.Of(2, 7, 6, 17), Shape.Of(2, 4, 3, 17)),
            Sample(new PoolWindow(3, 1, 1, 2, false), Shape.Of(1, 7, 7, 2), Shape.Of(1, 5, 5, 2)),
        ],
    };

    static OpSample Sample(PoolWindow window, Shape x, Shape dy) =>
        new(new MaxPool2dGradient { Window = window }, [new TensorType(DType.Float32, x), new TensorType(DType.Float32, dy)]) { Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0];

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is itself a gradient: it is never differentiated.");

    // Images are independent. Within one, windows may overlap, so their rows and columns stay in order; channels never meet.
    public override void Lower(LoopBuilder loops, Value result)
    {
        var (x, dy) = (result.Operands[0], result.Operands[1]);
        loops.Loop("n", x.Shape[0], n =>
        {
            if (!Tiles(x.Shape)) loops.Nest("z", [.. x.Shape.Dims.Skip(1)], z => loops.Store(result, [n, .. z], 0), LoopKind.Vector);
            loops.Nest("o", [.. dy.Shape.Dims.Skip(1)], o => LowerWindow(loops, result, [n, .. o]), LoopKind.Vector);
        });
    }

    void LowerWindow(LoopBuilder loops, Value result, IReadOnlyList<Dim> index)
    {
        var (x, dy) = (result.Operands[0], result.Operands[1]);
        PoolTap[] taps = [.. Window.Taps.Select(tap => PoolTap.At(Window, tap, x.Shape, index))];

        // The number of the first largest tap, one per lane.
        Expr largest = loops.Let("x", taps[0].OrLowest(loops.Load(x, taps[0].Index)));
        Expr first = 0;
        for (var tap = 1; tap < taps.Length; tap++)
        {
            var element = loops.Let("x", taps[tap].OrLowest(loops.Load(x, taps[tap].Index)));
            first = loops.Let("first", Expr.Select(Expr.Call(Intrinsic.Greater, element, largest), tap, first));
            largest = loops.Let("largest", Expr.Call(Intrinsic.Maximum, largest, element));
        }

        var upstream = loops.Let("dy", loops.Load(dy, index));
        for (var tap = 0; tap < taps.Length; tap++)
            loops.Store(result, taps[tap].Index, Expr.Select(Expr.Call(Intrinsic.Equal, first, tap), upstream, 0), accumulate: !Disjoint);
    }

    bool Disjoint => Window.Stride.Y >= Window.Kernel.Y && Window.Stride.X >= Window.Kernel.X && Window is { Dilation: { Y: 1, X: 1 }, Padding: { Y: 0, X: 0 }, Ceil: false };

    /// <summary>True when the windows cover the image, each element once: then every element is written anyway.</summary>
    bool Tiles(Shape x) =>
        Disjoint && Window.Stride == Window.Kernel && Window.Rows(x[1]) * Window.Kernel.Y == x[1] && Window.Columns(x[2]) * Window.Kernel.X == x[2];
}
