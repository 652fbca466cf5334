using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Views;

/// <summary>[N, H, W, C] → [N, OH, OW, R, S, C]: the windows of an image, element (r, s) of window (i, j) is x[i·stride + r·dilation, j·stride + s·dilation].</summary>
internal sealed record Window : ViewOp
{
    public WindowGeometry Geometry { get; init; } = new(1, 1, 1);

    public override string Name => "window";

    public override string Doc => "The windows of an image [N, H, W, C] as [N, OH, OW, R, S, C].";

    public override string AttributeText => $"{{{Geometry}}}";

    public override OpSchema Schema => new(null, []) { Samples = [Sample(new(2, 2, 1)), Sample(new(new Pair(3, 2), new Pair(2, 1), 1)), Sample(new(new Pair(2, 3), new Pair(1, 2), new Pair(2, 1)))] };

    static OpSample Sample(WindowGeometry geometry) => new(new Window { Geometry = geometry }, [new TensorType(DType.Float32, Shape.Of(2, 7, 6, 3))]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var x = operands[0].Shape;
        if (x.Rank != 4) throw new ShapeException($"{x} is not an image batch [N, H, W, C].");
        return operands[0] with
        {
            Shape = Shape.Of(x[0], Geometry.OutputRows(x[1]), Geometry.OutputColumns(x[2]), Geometry.Kernel.Y, Geometry.Kernel.X, x[3]),
        };
    }

    public override IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index) =>
    [
        index[0],
        index[1] * Geometry.Stride.Y + index[3] * Geometry.Dilation.Y,
        index[2] * Geometry.Stride.X + index[4] * Geometry.Dilation.X,
        index[5],
    ];

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var x = result.Operands[0].Shape;
        return [dy.Graph.Add(new Fold { Geometry = Geometry, Rows = x[1], Columns = x[2] }, dy)];
    }
}
