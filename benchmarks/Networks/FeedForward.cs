using static Sinter.Ops;

namespace Sinter.Benchmarks.Networks;

/// <summary>784-512-256-10 with softmax.</summary>
[Network, Input("N", 784)]
[Linear(512), Relu, Linear(256), Relu, Linear(10), Softmax]
public partial class Mlp;

/// <summary>The same for training.</summary>
[Network, Input("N", 784)]
[Linear(512), Relu, Linear(256), Relu, Linear(10)]
[CrossEntropyLoss]
public partial class MlpTraining;

/// <summary>G: 100-256-512-784. D: 784-512-256-1. One step of D, then one of G.</summary>
[Network]
public partial class Gan
{
    readonly Generator generator = new();
    readonly Discriminator discriminator = new();

    [Loss(nameof(discriminator))]
    public Tensor Discriminate([Shape("N", 784)] Tensor real, [Shape("N", 100)] Tensor noise)
    {
        var onFake = discriminator.Forward(generator.Forward(noise));
        var onReal = discriminator.Forward(real);
        return BinaryCrossEntropyWithLogits(onReal, onReal * 0f + 1f) + BinaryCrossEntropyWithLogits(onFake, onFake * 0f);
    }

    [Loss(nameof(generator))]
    public Tensor Generate([Shape("N", 100)] Tensor noise)
    {
        var onFake = discriminator.Forward(generator.Forward(noise));
        return BinaryCrossEntropyWithLogits(onFake, onFake * 0f + 1f);
    }
}

public sealed class Generator : Module
{
    readonly Layer hidden1 = new Linear(256), hidden2 = new Linear(512), image = new Linear(784);

    public Tensor Forward(Tensor noise) => Tanh(image(Relu(hidden2(Relu(hidden1(noise))))));
}

public sealed class Discriminator : Module
{
    readonly Layer hidden1 = new Linear(512), hidden2 = new Linear(256), score = new Linear(1);

    public Tensor Forward(Tensor image) => score(LeakyRelu(hidden2(LeakyRelu(hidden1(image), 0.2f)), 0.2f));
}
