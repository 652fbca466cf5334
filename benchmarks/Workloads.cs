using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Benchmarks.Networks;

namespace Sinter.Benchmarks;

/// <summary>A named workload: its batch, and how to make a call of it.</summary>
internal sealed record Workload(string Name, int Batch, Func<Action> Prepare);

/// <summary>What is timed: the networks of this folder, under the names that the peers' scripts use.</summary>
internal static class Workloads
{
    delegate void Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    delegate void Inference(ReadOnlySpan<float> x, Span<float> y);

    delegate float Step(ReadOnlySpan<float> x, ReadOnlySpan<int> label);

    public static IReadOnlyList<Workload> All { get; } =
    [
        Infer("noop_relu_1", 1, 1, 1, () => new Noop().Run),
        Gemm("gemm_64", 64, 64, 64, () => new Gemm64().Run),
        Gemm("gemm_128", 128, 128, 128, () => new Gemm128().Run),
        Gemm("gemm_256", 256, 256, 256, () => new Gemm256().Run),
        Gemm("gemm_512", 512, 512, 512, () => new Gemm512().Run),
        Gemm("gemm_1024", 1024, 1024, 1024, () => new Gemm1024().Run),
        Gemm("gemm_2048", 2048, 2048, 2048, () => new Gemm2048().Run),
        Gemm("gemm_1x768x3072", 1, 768, 3072, () => new Gemm1x768x3072().Run),
        Gemm("gemm_1x4096x4096", 1, 4096, 4096, () => new Gemm1x4096x4096().Run),
        Gemm("gemm_64x784x512", 64, 784, 512, () => new Gemm64x784x512().Run),
        Gemm("gemm_128x1024x4096", 128, 1024, 4096, () => new Gemm128x1024x4096().Run),
        Gemm("gemm_16x256x256", 16, 256, 256, () => new Gemm16x256x256().Run),
        Infer("linear_64", 64, 64, 64, () => new Linear64().Forward),
        Infer("linear_512", 512, 512, 512, () => new Linear512().Forward),
        Infer("linear_1x768x3072", 1, 768, 3072, () => new Linear1x768x3072().Forward),
        Infer("linear_1x4096x4096", 1, 4096, 4096, () => new Linear1x4096x4096().Forward),
        Infer("linear_64x784x512", 64, 784, 512, () => new Linear64x784x512().Forward),
        Infer("linear_128x1024x4096", 128, 1024, 4096, () => new Linear128x1024x4096().Forward),
        Infer("linear_16x256x256", 16, 256, 256, () => new Linear16x256x256().Forward),
        Infer("mlp_b1", 1, 784, 10, () => new Mlp().Forward),
        Infer("mlp_b32", 32, 784, 10, () => new Mlp().Forward),
        Infer("mlp_b256", 256, 784, 10, () => new Mlp().Forward),
        Infer("lenet_b1", 1, 784, 10, () => new LeNet().Forward),
        Infer("lenet_b32", 32, 784, 10, () => new LeNet().Forward),
        Infer("lenet_b256", 256, 784, 10, () => new LeNet().Forward),
        Infer("resnet20_b1", 1, 3 * 32 * 32, 10, () => new ResNet20().Classify),
        Infer("resnet20_b32", 32, 3 * 32 * 32, 10, () => new ResNet20().Classify),
        Infer("resnet18_b1", 1, 3 * 224 * 224, 1000, () => new ResNet18().Classify),
        Infer("resnet18_b8", 8, 3 * 224 * 224, 1000, () => new ResNet18().Classify),
        Infer("mobilenetv2_b1", 1, 3 * 224 * 224, 1000, () => new MobileNetV2().Classify),
        Infer("encoder_b1", 1, 128 * 256, 128 * 256, () => new Encoder().Encode),
        Infer("encoder_b8", 8, 128 * 256, 128 * 256, () => new Encoder().Encode),
        Train("train_mlp_b128", 128, 784, () => new MlpTraining().CreateTrainer(new Adam(3e-4f)).Step),
        Train("train_lenet_b64", 64, 784, () => new LeNet().CreateTrainer(new Adam(3e-4f)).Step),
        Train("train_resnet20_b32", 32, 3 * 32 * 32, () => new ResNet20().CreateTrainer(new Sgd(0.01f) { Momentum = 0.9f }).Step),
        new("train_gan_b64", 64, Adversaries),
    ];

    static Workload Gemm(string name, int m, int k, int n, Func<Product> create) => new(name, m, () =>
    {
        var (run, a, b, c) = (create(), Normal(m * k), Normal(k * n), new float[m * n]);
        return () => run(a, b, c);
    });

    static Workload Infer(string name, int batch, int inputs, int outputs, Func<Inference> create) => new(name, batch, () =>
    {
        var (run, x, y) = (create(), Normal(batch * inputs), new float[batch * outputs]);
        return () => run(x, y);
    });

    static Workload Train(string name, int batch, int inputs, Func<Step> create) => new(name, batch, () =>
    {
        var (step, x, label) = (create(), Normal(batch * inputs), Enumerable.Range(0, batch).Select(i => i % 10).ToArray());
        return () => step(x, label);
    });

    static Action Adversaries()
    {
        var gan = new Gan();
        var (discriminator, generator) = (gan.CreateDiscriminateTrainer(new Adam(3e-4f)), gan.CreateGenerateTrainer(new Adam(3e-4f)));
        var (real, noise) = (Normal(64 * 784), Normal(64 * 100));
        return () =>
        {
            discriminator.Step(real, noise);
            generator.Step(noise);
        };
    }

    static float[] Normal(int length)
    {
        var (random, numbers) = (new Random(0), new float[length]);
        for (var i = 0; i < length; i++) numbers[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return numbers;
    }
}
