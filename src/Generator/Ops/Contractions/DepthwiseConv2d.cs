using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// y[n, oy, ox, c] = Σ over r, s of x[n, oy·stride + r·dilation, ox·stride + s·dilation, c]·w[r, s, c], over images [N, H, W, C] that are padded already. Every output channel
/// reads one input channel, so there is nothing to contract: each element is written out over the taps, as wide as the channels, and fuses with what follows.
/// </summary>
internal sealed record DepthwiseConv2d : PointwiseOp, IWindowed
{
    /// <summary>With more taps an element is no longer a sensible piece of straight-line code.</summary>
    public const int MaximumTaps = 25;

    public WindowGeometry Geometry { get; init; } = new(1, 1, 1);

    public override string Name => "depthwise_conv2d";

    public override string Doc =>
        "2-D convolution with one filter per channel: y[n, oy, ox, c] = Σ over r, s of x[n, oy·stride + r·dilation, ox·stride + s·dilation, c]·w[r, s, c].";

    public override string AttributeText => $"{{{Geometry}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, H, W, C], padded."), new OpParameter("w", ParameterKind.Tensor, "[R, S, C].")])
    {
        Samples =
        [
            Sample(new(3, 1, 1), Shape.Of(2, 5, 6, 3)),
            Sample(new(new Pair(2, 3), new Pair(2, 1), 1), Shape.Of(1, 6, 5, 17)),
            Sample(new(new Pair(3, 2), 2, new Pair(1, 2)), Shape.Of(2, 7, 8, 4)),
        ],
    };

    static OpSample Sample(WindowGeometry geometry, Shape x) => new(
        new DepthwiseConv2d { Geometry = geometry },
        [new TensorType(DType.Float32, x), new TensorType(DType.Float32, Shape.Of(geometry.Kernel.Y, geometry.Kernel.X, x[3]))]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var x = operands[0].Shape;
        return new TensorType(DType.Float32, Shape.Of(x[0], Geometry.OutputRows(x[1]), Geometry.OutputColumns(x[2]), x[3]));
    }

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index)
    {
        var products =
            from r in Enumerable.Range(0, Geometry.Kernel.Y)
            from s in Enumerable.Range(0, Geometry.Kernel.X)
            let y = index[1] * Geometry.Stride.Y + r * Geometry.Dilation.Y
            let x = index[2] * Geometry.Stride.X + s * Geometry.Dilation.X
            select (X: operands.Operand(0, [index[0], y, x, index[3]]), Weight: operands.Operand(1, [r, s, index[3]]));
        var taps = products.ToList();
        return taps.Skip(1).Aggregate(taps[0].X * taps[0].Weight, (sum, tap) => Expr.Call(Intrinsic.FusedMultiplyAdd, tap.X, tap.Weight, sum));
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var (x, taps) = (result.Operands[0], result.Operands[1]);
        var upstream = dy.Reshape(Shape.Of([.. dy.Shape.Dims.Take(3), 1, 1, dy.Shape[3]]));
        var products = upstream * taps;
        var dx = dy.Graph.Add(new Fold { Geometry = Geometry, Rows = x.Shape[1], Columns = x.Shape[2] }, products);
        return [dx, (x.Window(Geometry) * upstream).Sum([0, 1, 2])];
    }
}
