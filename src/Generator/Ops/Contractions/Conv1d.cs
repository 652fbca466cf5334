using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>A convolution over sequences [N, C, L]: images of one row.</summary>
internal sealed record Conv1d : CompositeOp
{
    public int Stride { get; init; } = 1;

    public int Padding { get; init; }

    public int Dilation { get; init; } = 1;

    public int Groups { get; init; } = 1;

    public override string Name => "conv1d";

    public override string Doc =>
        "1-D convolution (torch.nn.functional.conv1d): y[n, k, o] = bias[k] + Σ over c, r of x[n, c, o·stride + r·dilation − padding]·weight[k, c, " +
        "r], per group.";

    public override string AttributeText => $"{{stride={Stride}, padding={Padding}, dilation={Dilation}, groups={Groups}}}";

    public override OpSchema Schema => new("Conv1d", [.. Convolution.Parameters("[N, C, L].", "[K, C/groups, R].").Where(p => !p.Name.EndsWith(Pair.Width))])
    {
        Build = call => [Apply(call.Tensor("x"), call.Tensor("weight"), call.OptionalTensor("bias"), Of(call))],
        Samples =
        [
            Sample(new Conv1d(), Shape.Of(2, 3, 9), Shape.Of(4, 3, 3), Shape.Of(4)),
            Sample(new Conv1d { Stride = 2, Padding = 1 }, Shape.Of(1, 2, 8), Shape.Of(5, 2, 3)),
            Sample(new Conv1d { Padding = 2, Dilation = 2, Groups = 2 }, Shape.Of(2, 4, 7), Shape.Of(6, 2, 3), Shape.Of(6)),
        ],
    };

    static OpSample Sample(Conv1d op, params Shape[] operands) => new(op, [.. operands.Select(shape => new TensorType(DType.Float32, shape))]);

    /// <summary>From the arguments of a call: stride, padding, dilation, groups.</summary>
    public static Conv1d Of(CallArguments call) =>
        new() { Stride = call.Int("stride", 1), Padding = call.Int("padding", 0), Dilation = call.Int("dilation", 1), Groups = call.Int("groups", 1) };

    public static Value Apply(Value x, Value weight, Value? bias, Conv1d op) => bias is null ? x.Graph.Add(op, x, weight) : x.Graph.Add(op, x, weight, bias);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (x, weight) = (operands[0], operands[1]);
        if (x.Rank != 3) throw new ShapeException($"sequences must be [N, C, L], but are {x.Shape}.");
        if (weight.Rank != 3) throw new ShapeException($"weights must be [K, C/groups, R], but are {weight.Shape}.");
        var settings = new ConvolutionSettings(new Pair(1, Stride), new Pair(0, Padding), new Pair(1, Dilation), Groups);
        var y = Convolution.Apply(AsImage(x), AsImage(weight), operands.ElementAtOrDefault(2), settings);
        return y.Reshape(Shape.Of(y.Shape[0], y.Shape[1], y.Shape[3]));
    }

    static Value AsImage(Value x) => x.Reshape(Shape.Of(x.Shape[0], x.Shape[1], 1, x.Shape[2]));
}
