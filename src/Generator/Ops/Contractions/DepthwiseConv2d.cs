using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// y[n, oy, ox, c] = Σ over r, s of x[n, oy·stride + r·dilation, ox·stride + s·dilation, c]·w[r, s, c], over images [N, H, W, C] that are padded already. Every output channel
/// reads one input channel: a sum over the taps alone, as wide as the channels.
/// </summary>
internal sealed record DepthwiseConv2d : ContractionOp
{
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

    public override ContractionEquation Equation(IReadOnlyList<TensorType> operands)
    {
        var y = InferType(operands).Shape;
        var (n, oy, ox, c) = (new EquationIndex("b", y[0]), new EquationIndex("oy", y[1]), new EquationIndex("ox", y[2]), new EquationIndex("n", y[3]));
        var (r, s) = (new EquationIndex("r", Geometry.Kernel.Y), new EquationIndex("s", Geometry.Kernel.X));
        return new ContractionEquation([n, oy], ox, c, [r], s,
            A: [n, (Dim)oy * Geometry.Stride.Y + (Dim)r * Geometry.Dilation.Y, (Dim)ox * Geometry.Stride.X + (Dim)s * Geometry.Dilation.X, c],
            B: [r, s, c],
            C: [n, oy, ox, c]);
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
