using Sinter;
using static Sinter.Ops;

namespace Sinter.Integration.Tests.Trajectories;

// The networks of tests/goldens/trajectories.py.

[Network, Input("N", 12)]
[Linear(32), Relu, Linear(24), Tanh, Linear(5)]
[CrossEntropyLoss]
internal partial class Mlp;

[Network]
internal partial class Cnn
{
    readonly Layer conv1 = new Conv2d(8, 3) { Padding = 1, Bias = false };
    readonly Layer bn1 = new BatchNorm2d();
    readonly Layer conv2 = new Conv2d(16, 3) { Stride = 2, Padding = 1 };
    readonly Layer bn2 = new BatchNorm2d();
    readonly Layer head = new Linear(4);

    [Loss]
    public Tensor Loss([Shape("N", 2, 12, 12)] Tensor x, [Shape("N")] IntTensor label)
    {
        x = MaxPool2d(Relu(bn1(conv1(x))), 2);
        x = Relu(bn2(conv2(x)));
        return CrossEntropy(head(Mean(x, axes: [2, 3])), label);
    }
}

[Network]
internal partial class Attention
{
    readonly Layer norm = new LayerNorm();
    readonly Layer query = new Linear(16) { Bias = false };
    readonly Layer key = new Linear(16) { Bias = false };
    readonly Layer value = new Linear(16) { Bias = false };
    readonly Layer head = new Linear(4);

    [Loss]
    public Tensor Loss([Shape("N", "T", 16)] Tensor x, [Shape("N")] IntTensor label)
    {
        var y = norm(x);
        var scores = MatMul(query(y), Transpose(key(y), [0, 2, 1])) / 4f;
        return CrossEntropy(head(Mean(x + MatMul(Softmax(scores, axis: -1), value(y)), axes: [1])), label);
    }
}

[Network]
internal partial class Gpt
{
    readonly Embedding tokens = new(13, 24);
    readonly Layer positions = new PositionEmbedding(16);
    readonly Layer[] blocks = [Block(), Block()];
    readonly Layer norm = new LayerNorm();
    readonly Layer head = new Linear(13);

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor x, [Shape("N", "T")] IntTensor next)
    {
        var y = positions(tokens.Forward(x));
        foreach (var block in blocks) y = block(y);
        return CrossEntropy(Transpose(head(norm(y)), [0, 2, 1]), next);
    }

    static Layer Block() => new TransformerEncoderLayer(3, 48) { Causal = true, NormFirst = true, Activation = Activation.Gelu, Dropout = 0 };
}

[Network]
internal partial class EncoderDecoder
{
    readonly Embedding source = new(11, 16), target = new(12, 16);
    readonly Layer waves = new SinusoidalPositions();
    readonly TransformerEncoderLayer encoder = new(2, 32) { Dropout = 0 };
    readonly TransformerDecoderLayer decoder = new(2, 32) { Dropout = 0 };
    readonly Layer head = new Linear(12);

    [Loss]
    public Tensor Loss([Shape("N", "S")] IntTensor text, [Shape("N", "T")] IntTensor translation, [Shape("N", "T")] IntTensor next)
    {
        var padding = text == 0;
        var memory = encoder.Forward(waves(source.Forward(text)), padding);
        var y = decoder.Forward(waves(target.Forward(translation)), memory, memoryPadding: padding);
        return CrossEntropy(Transpose(head(y), [0, 2, 1]), next);
    }
}

[Network]
internal partial class LstmText
{
    readonly Embedding tokens = new(13, 12);
    readonly Layer lstm = new Lstm(20) { Layers = 2 };
    readonly Layer head = new Linear(13);

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor x, [Shape("N", "T")] IntTensor next) =>
        CrossEntropy(Transpose(head(lstm(tokens.Forward(x))), [0, 2, 1]), next);
}

[Network]
internal partial class GruClassifier
{
    readonly Gru gru = new(18) { Bidirectional = true };
    readonly Layer head = new Linear(4);

    [Loss]
    public Tensor Loss([Shape("N", "T", 6)] Tensor x, [Shape("N")] IntTensor label)
    {
        var (_, last) = gru.Forward(x);
        return CrossEntropy(head(Concat([last[0], last[1]], axis: 1)), label);
    }
}
