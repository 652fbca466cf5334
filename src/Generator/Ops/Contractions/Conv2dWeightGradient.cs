using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// dw[r, s, c, g·K/G + k] = Σ over n, oy, ox of x[n, oy·stride + r·dilation, ox·stride + s·dilation, g·C/G + c]·dy[n, oy, ox, g·K/G + k]: the derivative
/// of <see cref="Conv2dNhwc"/> by
/// its weight, filters last.
/// </summary>
internal sealed record Conv2dWeightGradient : ContractionOp
{
    public Pair Kernel { get; init; } = 1;

    public Pair Stride { get; init; } = 1;

    public Pair Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public override string Name => "conv2d_weight_gradient";

    public override string Doc =>
        "The derivative of conv2d by its weight: dw[r, s, c, k] = Σ over n, oy, ox of x[n, oy·stride + r·dilation, ox·stride + s·dilation, c]·dy[n, " +
        "oy, ox, k].";

    public override string AttributeText => $"{{kernel={Kernel}, stride={Stride}, dilation={Dilation}, groups={Groups}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, H, W, C], padded."), new OpParameter("dy", ParameterKind.Tensor, "[N, OH, OW, K].")])
    {
        Samples =
        [
            Sample(new Conv2dWeightGradient { Kernel = 3 }, Shape.Of(2, 5, 6, 3), Shape.Of(2, 3, 4, 4)),
            Sample(new Conv2dWeightGradient { Kernel = new Pair(2, 3), Stride = new Pair(2, 1) }, Shape.Of(1, 5, 4, 3), Shape.Of(1, 2, 2, 5)),
            Sample(new Conv2dWeightGradient { Kernel = 2, Dilation = 2, Groups = 2 }, Shape.Of(2, 4, 5, 4), Shape.Of(2, 2, 3, 6)),
        ],
    };

    static OpSample Sample(Conv2dWeightGradient op, Shape x, Shape dy) =>
        new(op, [new TensorType(DType.Float32, x), new TensorType(DType.Float32, dy)]) { Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (x, dy) = (operands[0].Shape, operands[1].Shape);
        return new TensorType(DType.Float32, Shape.Of(Kernel.Y, Kernel.X, Dim.FloorDivide(x[3], Groups), dy[3]));
    }

    public override ContractionEquation Equation(IReadOnlyList<TensorType> operands)
    {
        var (x, dy) = (operands[0].Shape, operands[1].Shape);
        var (filters, channels) = (Dim.FloorDivide(dy[3], Groups), Dim.FloorDivide(x[3], Groups));
        var (g, r, s, c) = (new EquationIndex("g", Groups), new EquationIndex("r", Kernel.Y), new EquationIndex("s", Kernel.X), new EquationIndex("m", channels));
        var (k, n, oy, ox) = (new EquationIndex("n", filters), new EquationIndex("b", dy[0]), new EquationIndex("oy", dy[1]), new EquationIndex("k", dy[2]));
        return new ContractionEquation([g, r, s], c, k, [n, oy], ox,
            A: [n, (Dim)oy * Stride.Y + (Dim)r * Dilation.Y, (Dim)ox * Stride.X + (Dim)s * Dilation.X, g * channels + c],
            B: [n, oy, ox, g * filters + k],
            C: [r, s, c, g * filters + k]);
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new System.InvalidOperationException($"{Name} is itself a gradient: it is never differentiated.");
}
