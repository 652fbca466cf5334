using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// dw[r, s, c, g·K/G + k] = Σ over n, oy, ox of x[n, oy·stride + r·dilation, ox·stride + s·dilation, g·C/G + c]·dy[n, oy, ox, g·K/G + k]: the derivative
/// of <see cref="Conv2dNhwc"/> by
/// its weight, filters last. With bands, equal parts of the rows of dy have sums of their own, and the bands are the result's first axis.
/// </summary>
internal sealed record Conv2dWeightGradient : ContractionOp
{
    public Pair Kernel { get; init; } = 1;

    public Pair Stride { get; init; } = 1;

    public Pair Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    /// <summary>Parts that the rows of dy are cut into; 1: they are not, and the result has no axis for them.</summary>
    public int Bands { get; init; } = 1;

    public override string Name => "conv2d_weight_gradient";

    public override string Doc =>
        "The derivative of conv2d by its weight: dw[r, s, c, k] = Σ over n, oy, ox of x[n, oy·stride + r·dilation, ox·stride + s·dilation, c]·dy[n, " +
        "oy, ox, k].";

    public override string AttributeText => $"{{kernel={Kernel}, stride={Stride}, dilation={Dilation}, groups={Groups}{(Bands == 1 ? "" : $", bands={Bands}")}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, H, W, C], padded."), new OpParameter("dy", ParameterKind.Tensor, "[N, OH, OW, K].")])
    {
        Samples =
        [
            Sample(new Conv2dWeightGradient { Kernel = 3 }, Shape.Of(2, 5, 6, 3), Shape.Of(2, 3, 4, 4)),
            Sample(new Conv2dWeightGradient { Kernel = new Pair(2, 3), Stride = new Pair(2, 1) }, Shape.Of(1, 5, 4, 3), Shape.Of(1, 2, 2, 5)),
            Sample(new Conv2dWeightGradient { Kernel = 2, Dilation = 2, Groups = 2 }, Shape.Of(2, 4, 5, 4), Shape.Of(2, 2, 3, 6)),
            Sample(new Conv2dWeightGradient { Kernel = 3, Stride = 2, Bands = 2 }, Shape.Of(3, 9, 5, 4), Shape.Of(3, 4, 2, 6)),
        ],
    };

    static OpSample Sample(Conv2dWeightGradient op, Shape x, Shape dy) =>
        new(op, [new TensorType(DType.Float32, x), new TensorType(DType.Float32, dy)]) { Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (x, dy) = (operands[0].Shape, operands[1].Shape);
        Dim[] weight = [Kernel.Y, Kernel.X, Dim.FloorDivide(x[3], Groups), dy[3]];
        return new TensorType(DType.Float32, Shape.Of(Bands == 1 ? weight : [Bands, .. weight]));
    }

    public override ContractionEquation Equation(IReadOnlyList<TensorType> operands)
    {
        var (x, dy) = (operands[0].Shape, operands[1].Shape);
        var (filters, channels) = (Dim.FloorDivide(dy[3], Groups), Dim.FloorDivide(x[3], Groups));
        var (g, r, s, c) = (new EquationIndex("g", Groups), new EquationIndex("r", Kernel.Y), new EquationIndex("s", Kernel.X), new EquationIndex("m", channels));
        var (k, n, ox) = (new EquationIndex("n", filters), new EquationIndex("b", dy[0]), new EquationIndex("k", dy[2]));
        var rows = Dim.FloorDivide(dy[1], Bands);
        var (band, oy) = (new EquationIndex("band", Bands), new EquationIndex("oy", rows));
        var row = Bands == 1 ? (Dim)oy : band * rows + oy;
        Dim[] weight = [r, s, c, g * filters + k];
        return new ContractionEquation(Bands == 1 ? [g, r, s] : [band, g, r, s], c, k, [n, oy], ox,
            A: [n, row * Stride.Y + (Dim)r * Dilation.Y, (Dim)ox * Stride.X + (Dim)s * Dilation.X, g * channels + c],
            B: [n, row, ox, g * filters + k],
            C: Bands == 1 ? weight : [band, .. weight]);
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new System.InvalidOperationException($"{Name} is itself a gradient: it is never differentiated.");
}
