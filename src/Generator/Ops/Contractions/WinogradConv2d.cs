using System;
using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// A <see cref="Conv2dNhwc"/> with 3×3 taps and a stride of one, to be computed by Winograd's algorithm (Lavin and Gray 2016): tiles of the images and the weights are transformed, multiplied point by point, and
/// transformed back. F(4×4) needs a quarter of the multiplications, F(2×2) four ninths, of sums that are rounded otherwise: with 64 channels the error is, of the largest result, about 1.2e-6 for F(4×4) and
/// 3e-7 for F(2×2), where a plain sum has 6e-7.
/// </summary>
internal sealed record WinogradConv2d : ContractionOp
{
    /// <summary>Rows and columns of the result that a tile has: 2 or 4.</summary>
    public int Tile { get; init; } = 4;

    public override string Name => "winograd_conv2d";

    public override string Doc => "A 3×3 convolution with stride 1, y[n, oy, ox, k] = Σ over c, r, s of x[n, oy + r, ox + s, c]·weight[k, c, r, s], by Winograd's algorithm over tiles of 2×2 or 4×4 results.";

    public override string AttributeText => $"{{tile={Tile}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, H, W, C], padded."), new OpParameter("weight", ParameterKind.Tensor, "[K, C, 3, 3].")])
    {
        Samples =
        [
            Sample(4, Shape.Of(2, 10, 10, 16), 32),
            Sample(4, Shape.Of(1, 9, 8, 5), 7),
            Sample(4, Shape.Of(3, 3, 4, 20), 35),
            Sample(2, Shape.Of(2, 6, 6, 16), 16),
            Sample(2, Shape.Of(1, 7, 3, 3), 18),
        ],
    };

    static OpSample Sample(int tile, Shape x, int filters) =>
        new(new WinogradConv2d { Tile = tile }, [new TensorType(DType.Float32, x), new TensorType(DType.Float32, Shape.Of(filters, x[3], 3, 3))]) { Differentiable = false };

    static readonly Conv2dNhwc Convolution = new();

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => Convolution.InferType(operands);

    public override ContractionEquation Equation(IReadOnlyList<TensorType> operands) => Convolution.Equation(operands);

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is decided on after gradients are derived: it is never differentiated.");
}
