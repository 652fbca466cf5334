using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>The transpose of a convolution as a linear map: the derivative of <see cref="Conv2dNhwc"/> by its input, used as an upsampling layer.</summary>
internal sealed record ConvTranspose2d : CompositeOp
{
    public Pair Stride { get; init; } = 1;

    public Pair Padding { get; init; } = 0;

    public Pair OutputPadding { get; init; } = 0;

    public Pair Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public override string Name => "conv_transpose2d";

    public override string Doc =>
        "2-D transposed convolution (torch.nn.functional.conv_transpose2d): x[n, c, y, x]·weight[c, k, r, s] is added to y[n, k, y·stride + " +
        "r·dilation − padding, x·stride + s·dilation − padding].";

    public override string AttributeText => $"{{stride={Stride}, padding={Padding}, outputPadding={OutputPadding}, dilation={Dilation}, groups={Groups}}}";

    public override OpSchema Schema => new("ConvTranspose2d",
    [
        .. Convolution.Parameters("[N, C, H, W].", "[C, K/groups, R, S]."),
        new OpParameter("outputPadding", ParameterKind.Int, "Further rows and columns at the end of the result.") { Default = "0" },
        Pair.WidthParameter("outputPadding"),
    ])
    {
        Build = call => [Apply(call.Tensor("x"), call.Tensor("weight"), call.OptionalTensor("bias"), ConvolutionSettings.Of(call), Pair.Of(call, "outputPadding", 0))],
        Samples =
        [
            Sample(new ConvTranspose2d(), Shape.Of(2, 3, 4, 5), Shape.Of(3, 4, 3, 3), Shape.Of(4)),
            Sample(new ConvTranspose2d { Stride = 2, Padding = 1, OutputPadding = 1 }, Shape.Of(1, 3, 4, 3), Shape.Of(3, 2, 3, 3)),
            Sample(new ConvTranspose2d { Stride = new Pair(2, 3), Padding = new Pair(0, 1), Dilation = new Pair(2, 1), Groups = 2 }, Shape.Of(2, 4, 3, 4), Shape.Of(4, 3, 2, 3), Shape.Of(6)),
            Sample(new ConvTranspose2d { Padding = 2 }, Shape.Of(1, 2, 5, 6), Shape.Of(2, 3, 2, 2)),
        ],
    };

    static OpSample Sample(ConvTranspose2d op, params Shape[] operands) => new(op, [.. operands.Select(shape => new TensorType(DType.Float32, shape))]);

    public static Value Apply(Value x, Value weight, Value? bias, ConvolutionSettings settings, Pair outputPadding)
    {
        var op = new ConvTranspose2d
        {
            Stride = settings.Stride, Padding = settings.Padding, OutputPadding = outputPadding, Dilation = settings.Dilation, Groups = settings.Groups,
        };
        return bias is null ? x.Graph.Add(op, x, weight) : x.Graph.Add(op, x, weight, bias);
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (x, weight) = (operands[0], operands[1]);
        Check(x.Shape, weight.Shape);
        var kernel = Convolution.Extents(weight);
        var y = Convolution.InputGradient(
            x.ToChannelsLast(), weight, new ConvolutionSettings(Stride, Padding, Dilation, Groups),
            height: Extent(x.Shape[2], kernel.Y, Stride.Y, Padding.Y, OutputPadding.Y, Dilation.Y),
            width: Extent(x.Shape[3], kernel.X, Stride.X, Padding.X, OutputPadding.X, Dilation.X));
        return (operands.Count > 2 ? y + operands[2] : y).ToChannelsFirst();
    }

    static Dim Extent(Dim extent, int kernel, int stride, int padding, int outputPadding, int dilation)
    {
        var result = (extent - 1) * stride - 2 * padding + dilation * (kernel - 1) + outputPadding + 1;
        return result.Constant is < 1 ? throw new ShapeException($"the padding of {padding} leaves nothing of the result.") : result;
    }

    void Check(Shape x, Shape weight)
    {
        SlidingWindow.RequireImages(x);
        if (weight.Rank != 4) throw new ShapeException($"weights must be [C, K/groups, R, S], but are {weight}.");
        if (x[1] != weight[0]) throw new ShapeException($"input channels differ: {x} has {x[1]}, the weights {weight} expect {weight[0]}.");
        if (Groups < 1 || x[1].DivideExactly(Groups) is null) throw new ShapeException($"{Groups} groups do not divide the {x[1]} channels of {x}.");
        if (OutputPadding.Y >= System.Math.Max(Stride.Y, Dilation.Y) || OutputPadding.X >= System.Math.Max(Stride.X, Dilation.X))
            throw new ShapeException($"the output padding {OutputPadding} must be smaller than the stride {Stride} or the dilation {Dilation}.");
    }
}
