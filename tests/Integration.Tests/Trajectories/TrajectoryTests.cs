using System;
using System.IO;
using System.Runtime.InteropServices;
using Xunit;

namespace Sinter.Integration.Tests.Trajectories;

/// <summary>Training follows PyTorch's: the same initial weights and data, twenty steps, each loss within 1e-4. Written by tests/goldens/trajectories.py.</summary>
public sealed class TrajectoryTests
{
    const int Steps = 20;
    const float Tolerance = 1e-4f;

    delegate float TokenStep(ReadOnlySpan<int> tokens);

    delegate float Step(ReadOnlySpan<float> inputs, ReadOnlySpan<int> labels);

    [Fact]
    public void A_multilayer_perceptron_with_Adam() =>
        Follow("mlp", Mlp.Load(FilePath("mlp.safetensors")).CreateTrainer(new Adam(learningRate: 1e-2f)).Step, batch: 16, sample: 12);

    [Fact]
    public void A_convolutional_network_with_batch_norm_and_momentum() =>
        Follow("cnn", Cnn.Load(FilePath("cnn.safetensors")).CreateTrainer(new Sgd(learningRate: 0.05f) { Momentum = 0.9f }).Step, batch: 8, sample: 2 * 12 * 12);

    [Fact]
    public void An_attention_block_with_AdamW() =>
        Follow("attention", Attention.Load(FilePath("attention.safetensors")).CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.1f }).Step, batch: 8, sample: 6 * 16);

    [Fact]
    public void A_decoder_only_Transformer_with_AdamW()
    {
        var trainer = Gpt.Load(FilePath("gpt.safetensors")).CreateTrainer(new AdamW(learningRate: 3e-3f) { WeightDecay = 0.1f });
        FollowTokens("gpt", 2 * 4 * 11, tokens => trainer.Step(tokens[..44], tokens[44..], t: 11));
    }

    [Fact]
    public void An_encoder_and_a_decoder_with_Adam()
    {
        var trainer = EncoderDecoder.Load(FilePath("encoder_decoder.safetensors")).CreateTrainer(new Adam(learningRate: 3e-3f));
        FollowTokens("encoder_decoder", 3 * 4 * 7, tokens => trainer.Step(tokens[..28], tokens[28..56], tokens[56..], t: 7));
    }

    [Fact]
    public void Two_layers_of_an_LSTM_with_Adam()
    {
        var trainer = LstmText.Load(FilePath("lstm.safetensors")).CreateTrainer(new Adam(learningRate: 1e-2f));
        FollowTokens("lstm", 2 * 4 * 11, tokens => trainer.Step(tokens[..44], tokens[44..], t: 11));
    }

    [Fact]
    public void A_bidirectional_GRU_with_momentum()
    {
        var trainer = GruClassifier.Load(FilePath("gru.safetensors")).CreateTrainer(new Sgd(learningRate: 0.1f) { Momentum = 0.9f });
        Follow("gru", (inputs, labels) => trainer.Step(inputs, labels), batch: 8, sample: 7 * 6);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void Batches_in_parts_follow_the_whole_batches_of_PyTorch(int parts)
    {
        var trainer = Mlp.Load(FilePath("mlp.safetensors")).CreateTrainer(new Adam(learningRate: 1e-2f));
        trainer.AccumulationSteps = parts;
        Follow("mlp", (inputs, labels) =>
        {
            var loss = 0f;
            for (var part = 0; part < parts; part++) loss += trainer.Step(Part(inputs, part), Part(labels, part)) / parts;
            return loss;
        }, batch: 16, sample: 12);
        Assert.Equal((Steps, Steps * parts, 0), (trainer.StepCount, trainer.BatchCount, trainer.AccumulatedSteps));

        ReadOnlySpan<T> Part<T>(ReadOnlySpan<T> all, int part) => all.Slice(part * (all.Length / parts), all.Length / parts);
    }

    static void Follow(string name, Step step, int batch, int sample)
    {
        var data = File.ReadAllBytes(FilePath(name + ".data")).AsSpan();
        var stride = batch * (sample + 1) * 4;
        var expected = MemoryMarshal.Cast<byte, float>(data[(Steps * stride)..]);
        Assert.Equal(Steps, expected.Length);
        for (var i = 0; i < Steps; i++)
        {
            var record = data.Slice(i * stride, stride);
            var loss = step(MemoryMarshal.Cast<byte, float>(record[..(batch * sample * 4)]), MemoryMarshal.Cast<byte, int>(record[(batch * sample * 4)..]));
            Assert.True(MathF.Abs(loss - expected[i]) <= Tolerance, $"step {i}: loss {loss:R}, PyTorch {expected[i]:R}");
        }
    }

    static void FollowTokens(string name, int count, TokenStep step)
    {
        var data = File.ReadAllBytes(FilePath(name + ".data")).AsSpan();
        var expected = MemoryMarshal.Cast<byte, float>(data[(Steps * count * 4)..]);
        Assert.Equal(Steps, expected.Length);
        for (var i = 0; i < Steps; i++)
        {
            var loss = step(MemoryMarshal.Cast<byte, int>(data.Slice(i * count * 4, count * 4)));
            Assert.True(MathF.Abs(loss - expected[i]) <= Tolerance, $"step {i}: loss {loss:R}, PyTorch {expected[i]:R}");
        }
    }

    static string FilePath(string name) => Path.Combine(AppContext.BaseDirectory, "Trajectories", name);
}
