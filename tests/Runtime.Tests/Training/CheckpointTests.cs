using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class CheckpointTests
{
    [Fact]
    public void A_resumed_run_continues_bitwise()
    {
        using var folder = new TemporaryFolder();
        var whole = Begin();
        for (var step = 0; step < 10; step++) whole.Step();
        whole.Optimizer.LearningRate = 0.02f;
        whole.SaveCheckpoint(folder["run"]);

        var resumed = Begin();
        resumed.LoadCheckpoint(folder["run"]);
        Assert.Equal(10, resumed.StepCount);
        for (var step = 0; step < 10; step++)
        {
            whole.Step();
            resumed.Step();
        }
        Assert.Equal(whole.Model.Parameters.ToArray(), resumed.Model.Parameters.ToArray());
        Assert.Equal(whole.Model.States.ToArray(), resumed.Model.States.ToArray());
        Assert.Equal(whole.Seed, resumed.Seed);
    }

    [Fact]
    public void Names_every_setting_that_differs()
    {
        using var folder = new TemporaryFolder();
        Begin().SaveCheckpoint(folder["run"]);
        var other = new ToyTrainer(Store(), new AdamW(0.1f) { Beta1 = 0.5f, WeightDecay = 0.5f });
        var message = Assert.Throws<SafetensorsException>(() => other.LoadCheckpoint(folder["run"])).Message;
        Assert.Contains("optimizer.Beta1 is 0.9, expected 0.5", message);
        Assert.Contains("optimizer.WeightDecay is 0.01, expected 0.5", message);
        Assert.Contains("run", message);
    }

    [Fact]
    public void Refuses_another_optimizer_another_model_and_plain_weights()
    {
        using var folder = new TemporaryFolder();
        var trainer = Begin();
        trainer.SaveCheckpoint(folder["run"]);
        trainer.Model.Save(folder["weights"]);
        Assert.Contains("optimizer.Kind is AdamW, expected Sgd", Assert.Throws<SafetensorsException>(() => new ToyTrainer(Store(), new Sgd(1)).LoadCheckpoint(folder["run"])).Message);
        Assert.Contains("not a training checkpoint", Assert.Throws<SafetensorsException>(() => Begin().LoadCheckpoint(folder["weights"])).Message);
        Assert.Contains("missing: optimizer/exp_avg_sq/vector [9]", Assert.Throws<SafetensorsException>(() => new ToyTrainer(ToyTrainer.Vector(9), new AdamW(1)).LoadCheckpoint(folder["run"])).Message);
    }

    [Fact]
    public void A_damaged_checkpoint_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var trainer = Begin();
        trainer.Step();
        trainer.SaveCheckpoint(folder["run"]);
        var content = File.ReadAllBytes(folder["run"]);
        trainer.Step();
        var (before, failures) = (trainer.Model.Parameters.ToArray(), 0);
        foreach (var seed in Enumerable.Range(0, 200))
        {
            // Loading damaged weights that still are a valid file is not told from a change of mind; only the header says what a file is.
            var path = folder.Write("damaged", [.. Corruption.Damage(content[..(content.Length / 2)], seed), .. content[(content.Length / 2)..]]);
            if (!Corruption.FailsOnlyWith<SafetensorsException>(() => trainer.LoadCheckpoint(path)))
            {
                trainer.LoadCheckpoint(folder["run"]);
                before.CopyTo(trainer.Model.Parameters);
                continue;
            }
            failures++;
            Assert.Equal(before, trainer.Model.Parameters.ToArray());
        }
        Assert.True(failures > 100);
    }

    static ToyTrainer Begin()
    {
        var trainer = new ToyTrainer(Store(), new AdamW(0.1f)) { Clip = GradientClip.ByNorm(1), Schedule = LearningRateSchedule.Cosine(40) };
        trainer.Model.Initialize(1);
        return trainer;
    }

    static ParameterStore Store() => new(
        [new("weight", [5, 7], 0, new(ParameterDistribution.Normal, 1)), new("bias", [5], 48, new(ParameterDistribution.Uniform, 1))],
        [new("running_mean", [5], 0, new(ParameterDistribution.Constant, 2))]);
}
