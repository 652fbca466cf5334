using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Benchmarks.Networks;

namespace Sinter.Benchmarks;

/// <summary>What is timed: the networks of this folder, under the names that the peers' scripts use.</summary>
internal static class Workloads
{
    /// <summary>Steps whose losses are compared: the third depends on two updates.</summary>
    const int ComparedSteps = 3;

    delegate void Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c);

    delegate void Inference(ReadOnlySpan<float> x, Span<float> y);

    delegate void Prediction(ReadOnlySpan<int> ids, Span<float> logits);

    delegate float Step(ReadOnlySpan<float> x, ReadOnlySpan<int> label);

    delegate float LanguageStep(ReadOnlySpan<int> ids, ReadOnlySpan<int> next);

    public static IReadOnlyList<Workload> All { get; } =
    [
        Infer("noop_relu_1", 1, 1, 1, () => new Noop(), m => (m.Parameters, m.Run)),
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
        Infer("linear_64", 64, 64, 64, () => new Linear64(), m => (m.Parameters, m.Forward)),
        Infer("linear_512", 512, 512, 512, () => new Linear512(), m => (m.Parameters, m.Forward)),
        Infer("linear_1x768x3072", 1, 768, 3072, () => new Linear1x768x3072(), m => (m.Parameters, m.Forward)),
        Infer("linear_1x4096x4096", 1, 4096, 4096, () => new Linear1x4096x4096(), m => (m.Parameters, m.Forward)),
        Infer("linear_64x784x512", 64, 784, 512, () => new Linear64x784x512(), m => (m.Parameters, m.Forward)),
        Infer("linear_128x1024x4096", 128, 1024, 4096, () => new Linear128x1024x4096(), m => (m.Parameters, m.Forward)),
        Infer("linear_16x256x256", 16, 256, 256, () => new Linear16x256x256(), m => (m.Parameters, m.Forward)),
        Infer("mlp_b1", 1, 784, 10, () => new Mlp(), m => (m.Parameters, m.Forward)),
        Infer("mlp_b32", 32, 784, 10, () => new Mlp(), m => (m.Parameters, m.Forward)),
        Infer("mlp_b256", 256, 784, 10, () => new Mlp(), m => (m.Parameters, m.Forward)),
        Infer("lenet_b1", 1, 784, 10, () => new LeNet(), m => (m.Parameters, m.Forward)),
        Infer("lenet_b32", 32, 784, 10, () => new LeNet(), m => (m.Parameters, m.Forward)),
        Infer("lenet_b256", 256, 784, 10, () => new LeNet(), m => (m.Parameters, m.Forward)),
        Infer("resnet20_b1", 1, 3 * 32 * 32, 10, () => new ResNet20(), m => (m.Parameters, m.Classify)),
        Infer("resnet20_b32", 32, 3 * 32 * 32, 10, () => new ResNet20(), m => (m.Parameters, m.Classify)),
        Infer("resnet18_b1", 1, 3 * 224 * 224, 1000, () => new ResNet18(), m => (m.Parameters, m.Classify)),
        Infer("resnet18_b8", 8, 3 * 224 * 224, 1000, () => new ResNet18(), m => (m.Parameters, m.Classify)),
        Infer("mobilenetv2_b1", 1, 3 * 224 * 224, 1000, () => new MobileNetV2(), m => (m.Parameters, m.Classify)),
        new("lstm_b1", 1, () => Lstm(1)),
        new("lstm_b32", 32, () => Lstm(32)),
        new("gru_b1", 1, () => Gru(1)),
        new("gru_b32", 32, () => Gru(32)),
        Infer("encoder_b1", 1, 128 * 256, 128 * 256, () => new Encoder(), m => (m.Parameters, m.Encode)),
        Infer("encoder_b8", 8, 128 * 256, 128 * 256, () => new Encoder(), m => (m.Parameters, m.Encode)),
        Predict("gpt2_prefill64_b1", 64, 64 * 50257, () => new Gpt2(), m => (m.Parameters, m.Prefill)),
        Predict("gpt2_prefill64_lastlogits_b1", 64, 50257, () => new Gpt2LastLogits(), m => (m.Parameters, m.Prefill)),
        new("gpt2_decode_kv128_b1", 1, Decode),
        Train("train_mlp_b128", 128, 784, () => new MlpTraining(), m => (m.Parameters, m.CreateTrainer(new Adam(3e-4f)).Step)),
        Train("train_lenet_b64", 64, 784, () => new LeNet(), m => (m.Parameters, m.CreateTrainer(new Adam(3e-4f)).Step)),
        Train("train_resnet20_b32", 32, 3 * 32 * 32, () => new ResNet20(), m => (m.Parameters, m.CreateTrainer(new Sgd(0.01f) { Momentum = 0.9f }).Step)),
        Train("train_lstm_b32", 32, 64 * 64, () => new LstmClassifier(), m => (m.Parameters, m.CreateTrainer(new Adam(3e-4f)).Step)),
        new("train_tinygpt_b16", 16, LanguageModel),
        new("train_gan_b64", 64, Adversaries),
    ];

    static Workload Gemm(string name, int m, int k, int n, Func<Product> create) => new(name, m, () =>
    {
        var (run, a, b, c) = (create(), Numbers.Normal(m * k), Numbers.Normal(k * n, seed: 1), new float[m * n]);
        return new Case(new ParameterStore([], []), [a, b], [c], 1, () => run(a, b, c));
    });

    static Workload Infer<T>(string name, int batch, int inputs, int outputs, Func<T> create, Func<T, (ParameterStore, Inference)> members) => new(name, batch, () =>
    {
        var (weights, run) = members(create());
        Numbers.Draw(weights);
        var (x, y) = (Numbers.Normal(batch * inputs), new float[batch * outputs]);
        return new Case(weights, [x], [y], 1, () => run(x, y));
    });

    static Workload Predict<T>(string name, int length, int outputs, Func<T> create, Func<T, (ParameterStore, Prediction)> members) => new(name, 1, () =>
    {
        var (weights, run) = members(create());
        Numbers.Draw(weights);
        var (ids, logits) = (Numbers.Below(50257, length), new float[outputs]);
        return new Case(weights, [Floats(ids)], [logits], 1, () => run(ids, logits));
    });

    static Case Lstm(int batch)
    {
        var model = new LstmSequence();
        Numbers.Draw(model.Parameters);
        var (x, output, hidden, cell) = (Numbers.Normal(64 * batch * 64), new float[64 * batch * 128], new float[batch * 128], new float[batch * 128]);
        return new Case(model.Parameters, [x], [output, hidden, cell], 1, () => model.Run(x, output, hidden, cell));
    }

    static Case Gru(int batch)
    {
        var model = new GruSequence();
        Numbers.Draw(model.Parameters);
        var (x, output, hidden) = (Numbers.Normal(64 * batch * 64), new float[64 * batch * 128], new float[batch * 128]);
        return new Case(model.Parameters, [x], [output, hidden], 1, () => model.Run(x, output, hidden));
    }

    static Case Decode()
    {
        var model = new Gpt2Decoder();
        Numbers.Draw(model.Parameters);
        var (session, prompt, id, logits) = (model.CreateSession(), Numbers.Below(50257, 128), Numbers.Below(50257, 129)[128..], new float[50257]);
        session.Prompt(prompt, new float[128 * 768]);
        return new Case(model.Parameters, [Floats(prompt), Floats(id)], [logits], 1, () => session.Next(id, logits));
    }

    static Workload Train<T>(string name, int batch, int inputs, Func<T> create, Func<T, (ParameterStore, Step)> members) => new(name, batch, () =>
    {
        var (weights, step) = members(create());
        Numbers.Draw(weights);
        var (x, label) = (Numbers.Normal(batch * inputs), Numbers.Below(10, batch));
        return Steps(weights, [x, Floats(label)], () => [step(x, label)]);
    });

    static Case LanguageModel()
    {
        var model = new TinyGpt();
        Numbers.Draw(model.Parameters);
        LanguageStep step = model.CreateTrainer(new AdamW(3e-4f) { WeightDecay = 0.01f }).Step;
        var (ids, next) = (Numbers.Below(65, 16 * 128), Numbers.Below(64, 16 * 128));
        return Steps(model.Parameters, [Floats(ids), Floats(next)], () => [step(ids, next)]);
    }

    static Case Adversaries()
    {
        var gan = new Gan();
        Numbers.Draw(gan.Parameters);
        var (discriminator, generator) = (gan.CreateDiscriminateTrainer(new Adam(3e-4f)), gan.CreateGenerateTrainer(new Adam(3e-4f)));
        var (real, noise) = (Numbers.Normal(64 * 784), Numbers.Normal(64 * 100, seed: 1));
        return Steps(gan.Parameters, [real, noise], () => [discriminator.Step(real, noise), generator.Step(noise)]);
    }

    static Case Steps(ParameterStore weights, float[][] inputs, Func<float[]> step)
    {
        var (losses, steps) = (new float[ComparedSteps][], 0);
        return new Case(weights, inputs, losses, ComparedSteps, () => losses[steps++ % ComparedSteps] = step());
    }

    static float[] Floats(int[] numbers) => Array.ConvertAll(numbers, number => (float)number);
}
