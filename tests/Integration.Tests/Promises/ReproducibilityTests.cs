using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>The same seed gives bitwise the same weights, on one thread or several, and in a resumed run.</summary>
[Collection(Alone.Name)]
public sealed class ReproducibilityTests : IDisposable
{
    readonly int threads = Compute.Threads;
    readonly string folder = Directory.CreateTempSubdirectory("sinter").FullName;

    [Fact]
    public void Threads_do_not_change_the_weights() => Assert.Equal(Train(threads: 1), Train(threads: 2));

    [Fact]
    public void A_seed_gives_the_same_weights_and_another_seed_others()
    {
        Assert.Equal(Train(threads: 2), Train(threads: 2));
        Assert.NotEqual(Train(threads: 2), Train(threads: 2, seed: 2));
    }

    [Fact]
    public void A_resumed_run_continues_bitwise()
    {
        var checkpoint = Path.Combine(folder, "run.checkpoint");
        var first = new SmallNet(seed: 1);
        var trainer = first.CreateTrainer(Optimizer());
        Steps(trainer, 0, 20);
        trainer.SaveCheckpoint(checkpoint);

        var second = new SmallNet(seed: 99);
        var resumed = second.CreateTrainer(Optimizer());
        resumed.LoadCheckpoint(checkpoint);
        Steps(resumed, 20, 50);
        Assert.Equal(Train(threads: 2), Weights(second.Save));
    }

    [Fact]
    public void Threads_do_not_change_the_weights_of_recurrences()
    {
        Assert.Equal(TrainText(threads: 1), TrainText(threads: 2));
        Assert.NotEqual(TrainText(threads: 2), TrainText(threads: 2, seed: 2));
    }

    // Of 37 examples, recurrences are computed in slices; of few, step by step on all threads.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_large_batch_of_recurrences_is_what_small_ones_are(int threads)
    {
        Compute.Threads = threads;
        var (model, texts) = (new SmallText(seed: 1), new Texts(37, seed: 1));
        var (whole, parts) = (new float[37 * Texts.Length * Texts.Vocabulary], new float[37 * Texts.Length * Texts.Vocabulary]);
        model.Read(texts.Tokens, whole, t: Texts.Length);
        for (var (at, rows) = (0, 7); at < 37; (at, rows) = (at + rows, Math.Min(11, 37 - at - rows)))
            model.Read(texts.Tokens.AsSpan(at * Texts.Length, rows * Texts.Length), parts.AsSpan(at * Texts.Length * Texts.Vocabulary, rows * Texts.Length * Texts.Vocabulary), t: Texts.Length);
        Assert.Equal(parts, whole);
    }

    // The same where sequences end one after the other; and of each alone, up to its end, what is read is the same.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_large_batch_of_sequences_of_many_lengths_is_what_each_alone_is(int threads)
    {
        const int Count = 37, Width = 40;
        Compute.Threads = threads;
        var (model, texts) = (new SmallEnds(seed: 1), new Texts(Count, seed: 1));
        int[] lengths = [.. Enumerable.Range(0, Count).Select(i => 1 + i * 5 % Texts.Length)];
        var (output, last) = (new float[Count * Texts.Length * Width], new float[Count * Width]);
        model.Read(texts.Tokens, lengths, output, last);
        for (var i = 0; i < Count; i++)
        {
            var (ownOutput, ownLast) = (new float[lengths[i] * Width], new float[Width]);
            model.Read(texts.Tokens.AsSpan(i * Texts.Length, lengths[i]), lengths.AsSpan(i, 1), ownOutput, ownLast);
            var row = output.AsSpan(i * Texts.Length * Width, Texts.Length * Width);
            Assert.Equal(ownOutput, row[..ownOutput.Length].ToArray());
            Assert.All(row[ownOutput.Length..].ToArray(), behind => Assert.Equal(0, behind));
            Assert.Equal(ownLast, last.AsSpan(i * Width, Width).ToArray());
        }
    }

    [Fact]
    public void A_resumed_run_of_recurrences_continues_bitwise()
    {
        var checkpoint = Path.Combine(folder, "text.checkpoint");
        var trainer = new SmallText(seed: 1).CreateTrainer(Optimizer());
        Steps(trainer, 0, 5);
        trainer.SaveCheckpoint(checkpoint);

        var second = new SmallText(seed: 99);
        var resumed = second.CreateTrainer(Optimizer());
        resumed.LoadCheckpoint(checkpoint);
        Steps(resumed, 5, 12);
        Assert.Equal(TrainText(threads: 2), Weights(second.Save));
    }

    public void Dispose()
    {
        Compute.Threads = threads;
        Directory.Delete(folder, recursive: true);
    }

    byte[] Train(int threads, int seed = 1)
    {
        Compute.Threads = threads;
        var model = new SmallNet(seed);
        Steps(model.CreateTrainer(Optimizer()), 0, 50);
        return Weights(model.Save);
    }

    byte[] TrainText(int threads, int seed = 1)
    {
        Compute.Threads = threads;
        var model = new SmallText(seed);
        Steps(model.CreateTrainer(Optimizer()), 0, 12);
        return Weights(model.Save);
    }

    static void Steps(SmallText.LossTrainer trainer, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            var texts = new Texts(70, seed: step);
            trainer.Step(texts.Tokens, texts.Next, t: Texts.Length);
        }
    }

    static void Steps(SmallNet.LossTrainer trainer, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            var samples = new Samples(24, seed: step);
            trainer.Step(samples.Images, samples.Labels);
        }
    }

    static AdamW Optimizer() => new(learningRate: 1e-3f) { WeightDecay = 0.01f };

    byte[] Weights(Action<string> save)
    {
        var path = Path.Combine(folder, Guid.NewGuid() + ".safetensors");
        save(path);
        return File.ReadAllBytes(path);
    }
}
