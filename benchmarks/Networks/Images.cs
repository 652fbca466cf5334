using static Sinter.Ops;

namespace Sinter.Benchmarks.Networks;

[Network, Input("N", 1, 28, 28)]
[Conv2d(32, 3, Padding = 1), Relu, MaxPool2d(2)]
[Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
[Flatten, Linear(128), Relu, Linear(10)]
[CrossEntropyLoss]
public partial class LeNet;

/// <summary>CIFAR ResNet-20: 3×32×32, widths 16, 32, 64, three blocks each.</summary>
[Network]
public partial class ResNet20
{
    readonly Layer stem = new ConvNorm(16, 3);
    readonly Layer[] blocks =
    [
        new BasicBlock(16), new BasicBlock(16), new BasicBlock(16),
        new BasicBlock(32, 2), new BasicBlock(32), new BasicBlock(32),
        new BasicBlock(64, 2), new BasicBlock(64), new BasicBlock(64),
    ];
    readonly Layer head = new Linear(10);

    [Forward]
    public Tensor Classify([Shape("N", 3, 32, 32)] Tensor image)
    {
        var x = Relu(stem(image));
        foreach (var block in blocks) x = block(x);
        return head(Mean(x, axes: [2, 3]));
    }

    [Loss]
    public Tensor Loss([Shape("N", 3, 32, 32)] Tensor image, [Shape("N")] IntTensor label) => CrossEntropy(Classify(image), label);
}

/// <summary>ImageNet ResNet-18: 3×224×224.</summary>
[Network]
public partial class ResNet18
{
    readonly Layer stem = new ConvNorm(64, 7, stride: 2);
    readonly Layer pool = new MaxPool2d(3) { Stride = 2, Padding = 1 };
    readonly Layer[] blocks =
    [
        new BasicBlock(64), new BasicBlock(64), new BasicBlock(128, 2), new BasicBlock(128),
        new BasicBlock(256, 2), new BasicBlock(256), new BasicBlock(512, 2), new BasicBlock(512),
    ];
    readonly Layer head = new Linear(1000);

    [Forward]
    public Tensor Classify([Shape("N", 3, 224, 224)] Tensor image)
    {
        var x = pool(Relu(stem(image)));
        foreach (var block in blocks) x = block(x);
        return head(Mean(x, axes: [2, 3]));
    }
}

/// <summary>MobileNetV2, width 1.0: 3×224×224.</summary>
[Network]
public partial class MobileNetV2
{
    readonly Layer stem = new ConvNorm(32, 3, stride: 2);
    readonly Layer[] blocks =
    [
        new InvertedResidual(32, 1, 16, 1),
        new InvertedResidual(16, 6, 24, 2), new InvertedResidual(24, 6, 24, 1),
        new InvertedResidual(24, 6, 32, 2), new InvertedResidual(32, 6, 32, 1), new InvertedResidual(32, 6, 32, 1),
        new InvertedResidual(32, 6, 64, 2), new InvertedResidual(64, 6, 64, 1), new InvertedResidual(64, 6, 64, 1), new InvertedResidual(64, 6, 64, 1),
        new InvertedResidual(64, 6, 96, 1), new InvertedResidual(96, 6, 96, 1), new InvertedResidual(96, 6, 96, 1),
        new InvertedResidual(96, 6, 160, 2), new InvertedResidual(160, 6, 160, 1), new InvertedResidual(160, 6, 160, 1),
        new InvertedResidual(160, 6, 320, 1),
    ];
    readonly Layer last = new ConvNorm(1280, 1);
    readonly Layer head = new Linear(1000);

    [Forward]
    public Tensor Classify([Shape("N", 3, 224, 224)] Tensor image)
    {
        var x = Relu6(stem(image));
        foreach (var block in blocks) x = block(x);
        return head(Mean(Relu6(last(x)), axes: [2, 3]));
    }
}

public sealed class ConvNorm(int channels, int kernel, int stride = 1, int groups = 1) : Module
{
    readonly Layer conv = new Conv2d(channels, kernel) { Stride = stride, Padding = kernel / 2, Groups = groups, Bias = false };
    readonly Layer norm = new BatchNorm2d();

    public Tensor Forward(Tensor x) => norm(conv(x));
}

public sealed class BasicBlock(int channels, int stride = 1) : Module
{
    readonly Layer a = new ConvNorm(channels, 3, stride), b = new ConvNorm(channels, 3), shortcut = new ConvNorm(channels, 1, stride);

    public Tensor Forward(Tensor x) => Relu(b(Relu(a(x))) + (stride == 1 && x.Shape[1] == channels ? x : shortcut(x)));
}

public sealed class InvertedResidual(int input, int expand, int channels, int stride) : Module
{
    readonly Layer expansion = new ConvNorm(input * expand, 1);
    readonly Layer depthwise = new ConvNorm(input * expand, 3, stride, groups: input * expand);
    readonly Layer projection = new ConvNorm(channels, 1);

    public Tensor Forward(Tensor x)
    {
        var y = projection(Relu6(depthwise(expand == 1 ? x : Relu6(expansion(x)))));
        return stride == 1 && input == channels ? x + y : y;
    }
}
