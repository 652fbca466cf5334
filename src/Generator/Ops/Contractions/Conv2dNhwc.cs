using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// y[n, oy, ox, g·K/G + k] = Σ over r, s, c of x[n, oy·stride + r·dilation, ox·stride + s·dilation, g·C/G + c]·w[g·K/G + k, c, r, s]: cross-correlation
/// over images [N, H, W, C] that are
/// padded already. Weights lie as in PyTorch, [K, C/G, R, S].
/// </summary>
internal sealed record Conv2dNhwc : ContractionOp
{
    public Pair Stride { get; init; } = 1;

    public Pair Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public override string Name => "conv2d";

    public override string Doc =>
        "2-D convolution (cross-correlation, as torch.nn.functional.conv2d): y[n, k, oy, ox] = bias[k] + Σ over c, r, s of x[n, c, oy·stride + " +
        "r·dilation − padding, ox·stride + s·dilation − padding]·weight[k, c, r, s], per group.";

    public override string AttributeText => $"{{stride={Stride}, dilation={Dilation}, groups={Groups}}}";

    public override OpSchema Schema => new("Conv2d", Convolution.Parameters("[N, C, H, W].", "[K, C/groups, R, S]."))
    {
        Build = call => [Convolution.Apply(call.Tensor("x"), call.Tensor("weight"), call.OptionalTensor("bias"), ConvolutionSettings.Of(call))],
        Samples =
        [
            Sample(new Conv2dNhwc(), Shape.Of(2, 5, 6, 3), Shape.Of(4, 3, 3, 3)),
            Sample(new Conv2dNhwc(), Shape.Of(2, 3, 4, 5), Shape.Of(7, 5, 1, 1)),
            Sample(new Conv2dNhwc { Stride = 2 }, Shape.Of(1, 7, 8, 3), Shape.Of(5, 3, 3, 3)),
            Sample(new Conv2dNhwc { Stride = new Pair(3, 1) }, Shape.Of(2, 7, 5, 2), Shape.Of(3, 2, 2, 3)),
            Sample(new Conv2dNhwc { Dilation = 2 }, Shape.Of(2, 7, 6, 2), Shape.Of(3, 2, 3, 2)),
            Sample(new Conv2dNhwc { Groups = 2 }, Shape.Of(2, 4, 5, 6), Shape.Of(4, 3, 3, 2)),
            Sample(new Conv2dNhwc { Stride = 2, Dilation = new Pair(1, 2), Groups = 3 }, Shape.Of(2, 6, 9, 3), Shape.Of(6, 1, 3, 3)),
        ],
    };

    static OpSample Sample(Conv2dNhwc op, Shape x, Shape weight) => new(op, [new TensorType(DType.Float32, x), new TensorType(DType.Float32, weight)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (x, w) = (operands[0].Shape, operands[1].Shape);
        return new TensorType(DType.Float32, Shape.Of(
            x[0], SlidingWindow.Positions(x[1], w[2], Stride.Y, Dilation.Y), SlidingWindow.Positions(x[2], w[3], Stride.X, Dilation.X), w[0]));
    }

    public override ContractionEquation Equation(IReadOnlyList<TensorType> operands)
    {
        var (w, y) = (operands[1].Shape, InferType(operands).Shape);
        var (filters, channels) = (Dim.FloorDivide(w[0], Groups), w[1]);
        var (g, n, oy, ox) = (new EquationIndex("g", Groups), new EquationIndex("b", y[0]), new EquationIndex("oy", y[1]), new EquationIndex("ox", y[2]));
        var (k, r, s, c) = (new EquationIndex("n", filters), new EquationIndex("r", w[2]), new EquationIndex("s", w[3]), new EquationIndex("c", channels));
        return new ContractionEquation([g, n, oy], ox, k, [r, s], c,
            A: [n, (Dim)oy * Stride.Y + (Dim)r * Dilation.Y, (Dim)ox * Stride.X + (Dim)s * Dilation.X, g * channels + c],
            B: [g * filters + k, c, r, s],
            C: [n, oy, ox, g * filters + k]);
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var (x, w) = (result.Operands[0], result.Operands[1]);
        var settings = new ConvolutionSettings(Stride, 0, Dilation, Groups);
        var dw = dy.Graph.Add(new Conv2dWeightGradient { Kernel = Convolution.Extents(w), Stride = Stride, Dilation = Dilation, Groups = Groups }, x, dy);
        return [Convolution.InputGradient(dy, w, settings, x.Shape[1], x.Shape[2]), dw.Transpose([3, 2, 0, 1])];
    }
}
