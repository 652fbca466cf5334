using System;
using System.Linq;
using Xunit;

namespace Sinter.Integration.Tests.Contract;

/// <summary>What a declaration promises, seen from the outside: names, entry points, what a loss trains, what a step returns.</summary>
public sealed class NetworkTests
{
    [Fact]
    public void Modules_in_arrays_have_the_paths_that_PyTorch_gives_them()
    {
        var names = new ResNet(seed: 1).Parameters.Entries.Select(entry => entry.Name).ToList();
        Assert.Contains("stem.weight", names);
        Assert.Contains("stages.0.conv1.weight", names);
        Assert.Contains("stages.2.bn2.running_var", names);
        Assert.Contains("stages.1.project.weight", names);
        Assert.DoesNotContain("stages.0.project.weight", names);       // never called there
    }

    [Fact]
    public void A_network_of_modules_learns_a_batch_by_heart()
    {
        var (images, labels) = (Numbers(4 * 3 * 32 * 32), Enumerable.Range(0, 4).ToArray());
        var model = new ResNet(seed: 1);
        var trainer = model.CreateTrainer(new AdamW(learningRate: 3e-3f));
        for (var step = 0; step < 40; step++) trainer.Step(images, labels);

        var scores = new float[4 * 10];
        model.Classify(images, scores);
        Assert.Equal(1, Metrics.Accuracy(scores, labels));
        Assert.True(model.Loss(images, labels) < 0.1f);
    }

    [Fact]
    public void A_loss_trains_the_fields_that_it_names()
    {
        var model = new Gan(seed: 1);
        var (generator, critic) = (model.Parameters["generator.weight"].ToArray(), model.Parameters["critic.weight"].ToArray());

        model.CreateFoolTrainer(new Sgd(learningRate: 0.1f)).Step(Numbers(10));
        Assert.NotEqual(generator, model.Parameters["generator.weight"].ToArray());
        Assert.Equal(critic, model.Parameters["critic.weight"].ToArray());

        generator = model.Parameters["generator.weight"].ToArray();
        model.CreateJudgeTrainer(new Sgd(learningRate: 0.1f)).Step(Numbers(10), Numbers(15));
        Assert.Equal(generator, model.Parameters["generator.weight"].ToArray());
        Assert.NotEqual(critic, model.Parameters["critic.weight"].ToArray());
    }

    [Fact]
    public void A_step_returns_metrics_by_name_and_leaves_frozen_layers_alone()
    {
        var (inputs, labels) = (Numbers(30 * 4), Enumerable.Range(0, 30).Select(i => i % 3).ToArray());
        var model = new Shared(seed: 1);
        var frozen = model.Parameters["embed.weight"].ToArray();
        var trainer = model.CreateTrainer(new Adam(learningRate: 0.02f));
        var (loss, accuracy) = trainer.Step(inputs, labels);
        for (var step = 0; step < 600; step++) (loss, accuracy) = trainer.Step(inputs, labels);

        var scores = new float[30 * 3];
        model.Scores(inputs, scores);
        Assert.Equal(Metrics.Accuracy(scores, labels), model.Loss(inputs, labels).Accuracy, 5);
        Assert.True(accuracy > 0.9f && loss < 0.5f, $"loss {loss}, accuracy {accuracy}");
        Assert.Equal(frozen, model.Parameters["embed.weight"].ToArray());
        Assert.Equal(6, model.Parameters["scale"].Length);
    }

    static float[] Numbers(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() * 2 - 1)];
    }
}
