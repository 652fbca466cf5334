using Sinter;
using static Sinter.Ops;

namespace Sinter.Integration.Tests.Promises;

/// <summary>One of everything that could break a promise: convolution, running statistics, pooling, dropout, a loss over rows.</summary>
[Network, Input("N", 1, 8, 8)]
[Conv2d(16, 3, Padding = 1), BatchNorm2d, Relu, MaxPool2d(2)]
[Flatten, Linear(48), Relu, Dropout(0.25f), Linear(10)]
[CrossEntropyLoss]
internal partial class SmallNet;

/// <summary>Everything that runs step by step: layers on top of each other with dropout between them, both directions, a recurrence of the network's own.</summary>
[Network]
internal partial class SmallText
{
    readonly Embedding tokens = new(Texts.Vocabulary, 24);
    readonly Layer lstm = new Lstm(40) { Layers = 2, Dropout = 0.25f }, gru = new Gru(20) { Bidirectional = true }, rnn = new Rnn(24);
    readonly Layer input = new Linear(28), recurrent = new Linear(28) { Bias = false }, head = new Linear(Texts.Vocabulary);

    [Forward]
    public Tensor Read([Shape("N", "T")] IntTensor token)
    {
        var x = rnn(gru(lstm(tokens.Forward(token))));
        return head(Scan(x, Broadcast(0f, x.Shape[0], 28), (h, xt) => Tanh(input(xt) + recurrent(h)), axis: 1).States);
    }

    [Loss]
    public Tensor Loss([Shape("N", "T")] IntTensor token, [Shape("N", "T")] IntTensor next) => CrossEntropy(Transpose(Read(token), [0, 2, 1]), next);
}

/// <summary>Recurrences of sequences that end where each of them ends.</summary>
[Network]
internal partial class SmallEnds
{
    readonly Embedding tokens = new(Texts.Vocabulary, 24);
    readonly Lstm lstm = new(40);
    readonly Gru gru = new(20) { Bidirectional = true };

    [Forward]
    public (Tensor output, Tensor last) Read([Shape("N", "T")] IntTensor token, [Shape("N")] IntTensor lengths)
    {
        var (steps, _, _) = lstm.Forward(tokens.Forward(token), lengths: lengths);
        var (output, last) = gru.Forward(steps, lengths: lengths);
        return (output, Concat([last[0], last[1]], axis: 1));
    }
}

/// <summary>A loss that is infinite where an input is 0.</summary>
[Network]
internal partial class Logarithm
{
    readonly Parameter scale = new(3) { Init = Init.Ones };

    [Loss]
    public Tensor Loss([Shape("N", 3)] Tensor x) => Mean(Log(x * scale));
}

/// <summary>An exponential of what a layer computes.</summary>
internal sealed class Growth : Module
{
    readonly Layer inner = new Linear(2);

    public Tensor Forward(Tensor x) => Exp(inner(x) * 100f);
}

/// <summary>A loss that overflows.</summary>
[Network]
internal partial class Exponential
{
    readonly Layer growth = new Growth();

    [Loss]
    public Tensor Loss([Shape("N", 2)] Tensor x) => Mean(growth(x));
}

/// <summary>A finite loss whose gradient is infinite: the root at 0.</summary>
[Network]
internal partial class Root
{
    readonly Parameter scale = new(2) { Init = Init.Ones };

    [Loss]
    public Tensor Loss([Shape("N", 2)] Tensor x) => Mean(Sqrt(Sum(scale * scale)) * x);
}

/// <summary>Dropout before a logarithm: which inputs matter depends on the random numbers of the step.</summary>
[Network]
internal partial class Dropped
{
    readonly Layer dropped = new Dropout(0.5f);
    readonly Parameter scale = new(1) { Init = Init.Ones };

    [Loss]
    public Tensor Loss([Shape(64)] Tensor x) => scale[0] * Mean(Log(1f - dropped(1f - x) / 2f));
}

/// <summary>Batch norm over nothing but the batch.</summary>
[Network, Input("N", 3)]
[Linear(4), BatchNorm1d, Linear(2)]
[CrossEntropyLoss]
internal partial class Thin;

/// <summary>Layers that say how their weights start.</summary>
[Network]
internal partial class Started
{
    readonly Embedding table = new(100, 32) { Init = Init.Normal(0.02f) };
    readonly Parameter scale = new(32) { Init = Init.Ones };
    readonly Layer body = new Linear(64) { Init = Init.XavierUniform, BiasInit = Init.Constant(0.5f) };

    [Forward]
    public Tensor Run([Shape("N")] IntTensor tokens) => body(table.Forward(tokens) * scale);
}

/// <summary>Twelve equal layers on top of another one: a loop in the emitted code.</summary>
[Network]
internal partial class Tower
{
    readonly Layer first = new Linear(6);
    readonly Layer[] floors =
    [
        new Linear(6), new Linear(6), new Linear(6), new Linear(6), new Linear(6), new Linear(6),
        new Linear(6), new Linear(6), new Linear(6), new Linear(6), new Linear(6), new Linear(6),
    ];

    [Forward]
    public Tensor Climb([Shape("N", 3)] Tensor x)
    {
        x = first(x);
        foreach (var floor in floors) x = floor(Tanh(x));
        return x;
    }
}
