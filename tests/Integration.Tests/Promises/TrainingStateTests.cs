using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>What training remembers beside parameters, in a network with running statistics and dropout: resumed bitwise, the same on any number of threads.</summary>
[Collection(Alone.Name)]
public sealed class TrainingStateTests : IDisposable
{
    readonly int threads = Compute.Threads;
    readonly string folder = Directory.CreateTempSubdirectory("sinter").FullName;

    [Fact]
    public void A_run_with_all_of_it_is_resumed_bitwise_on_another_number_of_threads()
    {
        Compute.Threads = 1;
        var (whole, trainer) = Begin();
        Steps(trainer, 0, 10);
        trainer.SaveCheckpoint(Path.Combine(folder, "middle"));
        Steps(trainer, 10, 23);

        Compute.Threads = 2;
        var (resumed, other) = Begin();
        other.LoadCheckpoint(Path.Combine(folder, "middle"));
        Steps(other, 10, 23);
        trainer.SaveCheckpoint(Path.Combine(folder, "whole"));
        other.SaveCheckpoint(Path.Combine(folder, "resumed"));
        Assert.Equal(File.ReadAllBytes(Path.Combine(folder, "whole")), File.ReadAllBytes(Path.Combine(folder, "resumed")));

        var samples = new Samples(24, seed: 100);
        var own = whole.Loss(samples.Images, samples.Labels);
        using (trainer.UseAverage())
        using (other.UseAverage())
        {
            Assert.Equal(whole.Loss(samples.Images, samples.Labels), resumed.Loss(samples.Images, samples.Labels));
            Assert.NotEqual(own, whole.Loss(samples.Images, samples.Labels));
        }
        Assert.Equal(own, whole.Loss(samples.Images, samples.Labels));
    }

    [Fact]
    public void Layers_say_what_their_parameters_are() => Assert.Equal(
        "conv1.weight Weight, conv1.bias Bias, bn1.weight Norm, bn1.bias Norm, linear1.weight Weight, linear1.bias Bias, linear2.weight Weight, linear2.bias Bias",
        string.Join(", ", new SmallNet(seed: 1).Parameters.ParameterEntries.Select(entry => $"{entry.Name} {entry.Role}")));

    [Fact]
    public void A_layer_starts_as_it_is_told()
    {
        var model = new Started(seed: 1);
        Assert.Equal("table.weight Embedding, scale Raw, body.weight Weight, body.bias Bias", string.Join(", ", model.Parameters.ParameterEntries.Select(entry => $"{entry.Name} {entry.Role}")));
        Assert.All(model.Parameters["body.bias"].ToArray(), value => Assert.Equal(0.5f, value));
        Assert.InRange(Deviation(model.Parameters["table.weight"].ToArray()), 0.018, 0.022);
        var weights = model.Parameters["body.weight"].ToArray();
        var bound = MathF.Sqrt(6f / (32 + 64));         // Xavier, of 32 inputs and 64 outputs
        Assert.InRange(weights.Max(), 0.97f * bound, bound);
        Assert.InRange(weights.Min(), -bound, -0.97f * bound);

        static double Deviation(float[] values) => Math.Sqrt(values.Average(value => (double)value * value));
    }

    public void Dispose()
    {
        Compute.Threads = threads;
        Directory.Delete(folder, recursive: true);
    }

    static (SmallNet, SmallNet.LossTrainer) Begin()
    {
        var model = new SmallNet(seed: 1);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 1e-2f) { Groups = [ParameterGroup.WithoutDecay] });
        trainer.Clip = GradientClip.ByNorm(1);
        trainer.AccumulationSteps = 4;
        trainer.Average = new ExponentialMovingAverage(0.9f) { WarmUp = true };
        trainer.EarlyStopping = new EarlyStopping(patience: 3);
        return (model, trainer);
    }

    static void Steps(SmallNet.LossTrainer trainer, int from, int to)
    {
        for (var step = from; step < to; step++)
        {
            var samples = new Samples(24, seed: step);
            trainer.EarlyStopping!.Report(trainer.Step(samples.Images, samples.Labels));
        }
    }
}
