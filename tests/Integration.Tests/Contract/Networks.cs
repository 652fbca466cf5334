using Sinter;
using static Sinter.Ops;

namespace Sinter.Integration.Tests.Contract;

/// <summary>README.md's block of two convolutions around a shortcut.</summary>
public sealed class BasicBlock(int channels, int stride = 1) : Module
{
    readonly Layer conv1 = new Conv2d(channels, 3) { Stride = stride, Padding = 1, Bias = false };
    readonly Layer bn1 = new BatchNorm2d();
    readonly Layer conv2 = new Conv2d(channels, 3) { Padding = 1, Bias = false };
    readonly Layer bn2 = new BatchNorm2d();
    readonly Layer project = new Conv2d(channels, 1) { Stride = stride, Bias = false };

    public Tensor Forward(Tensor x)
    {
        var y = bn2(conv2(Relu(bn1(conv1(x)))));
        return Relu(y + (stride == 1 && x.Shape[1] == channels ? x : project(x)));
    }
}

/// <summary>README.md's network of modules.</summary>
[Network]
public partial class ResNet
{
    readonly Layer stem = new Conv2d(16, 3) { Padding = 1 };
    readonly Layer[] stages = [new BasicBlock(16), new BasicBlock(32, stride: 2), new BasicBlock(64, stride: 2)];
    readonly Layer head = new Linear(10);

    [Forward]
    public Tensor Classify([Shape("N", 3, 32, 32)] Tensor image)
    {
        var x = Relu(stem(image));
        foreach (var stage in stages) x = stage(x);
        return head(Mean(x, axes: [2, 3]));
    }

    [Loss]
    public Tensor Loss([Shape("N", 3, 32, 32)] Tensor image, [Shape("N")] IntTensor label) =>
        CrossEntropy(Classify(image), label);
}

/// <summary>Two losses that train different fields.</summary>
[Network]
public partial class Gan
{
    readonly Layer generator = new Linear(3);
    readonly Layer critic = new Linear(1);

    [Forward]
    public Tensor Generate([Shape("N", 2)] Tensor noise) => generator(noise);

    [Loss(Trains = nameof(generator))]
    public Tensor Fool([Shape("N", 2)] Tensor noise) => Mean(Softplus(-critic(generator(noise))));

    [Loss(Trains = nameof(critic))]
    public Tensor Judge([Shape("N", 2)] Tensor noise, [Shape("N", 3)] Tensor real) =>
        Mean(Softplus(critic(generator(noise)))) + Mean(Softplus(-critic(real)));
}

/// <summary>A loss with a metric beside it, a frozen layer, a raw parameter, and one layer used twice.</summary>
[Network]
public partial class Shared
{
    [Frozen]
    readonly Layer embed = new Linear(6);
    readonly Layer twice = new Linear(6);
    readonly Parameter scale = new(6) { Init = Init.Ones };
    readonly Layer head = new Linear(3);

    [Forward]
    public Tensor Scores([Shape("N", 4)] Tensor x) => head(scale * Tanh(twice(Tanh(twice(embed(x))))));

    [Loss]
    public (Tensor Loss, Tensor Accuracy) Loss([Shape("N", 4)] Tensor x, [Shape("N")] IntTensor label)
    {
        var scores = Scores(x);
        return (CrossEntropy(scores, label), Mean(Where(ArgMax(scores, axis: 1) == label, 1f, 0f)));
    }
}
