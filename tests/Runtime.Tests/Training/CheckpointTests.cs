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
    public void All_that_training_remembers_is_resumed_bitwise()
    {
        using var folder = new TemporaryFolder();
        var (whole, resumed) = (BeginWithAll(), BeginWithAll());
        Steps(whole, 14);                               // four updates, and two batches of the next
        whole.SaveCheckpoint(folder["run"]);
        resumed.LoadCheckpoint(folder["run"]);
        Assert.Equal((4, 14, 2), ((int)resumed.StepCount, (int)resumed.BatchCount, resumed.AccumulatedSteps));
        Assert.Equal((whole.EarlyStopping!.Best, whole.EarlyStopping.Waited), (resumed.EarlyStopping!.Best, resumed.EarlyStopping.Waited));
        Steps(whole, 7);
        Steps(resumed, 7);
        whole.SaveCheckpoint(folder["whole"]);
        resumed.SaveCheckpoint(folder["resumed"]);
        Assert.Equal(File.ReadAllBytes(folder["whole"]), File.ReadAllBytes(folder["resumed"]));
        using (whole.UseAverage())
        using (resumed.UseAverage()) Assert.Equal(whole.Model.Parameters.ToArray(), resumed.Model.Parameters.ToArray());
        whole.EarlyStopping.RestoreBest();
        resumed.EarlyStopping.RestoreBest();
        Assert.Equal(whole.Model.Parameters.ToArray(), resumed.Model.Parameters.ToArray());

        var message = Assert.Throws<SafetensorsException>(() => Begin().LoadCheckpoint(folder["run"])).Message;
        Assert.Contains("average.Decay is 0.9, expected none", message);
        Assert.Contains("optimizer.Groups.0 is learning rate × 1, weight decay 0 for bias, expected none", message);
        Assert.Contains("stopping.Goal is Minimize, expected none", message);

        static void Steps(ToyTrainer trainer, int count)
        {
            for (var step = 0; step < count; step++)
            {
                trainer.Step();
                trainer.EarlyStopping!.Report(Math.Abs(5 - trainer.BatchCount));
            }
        }
    }

    [Fact]
    public void While_the_average_is_in_use_nothing_is_trained_or_saved()
    {
        using var folder = new TemporaryFolder();
        var trainer = BeginWithAll();
        trainer.Step();
        Assert.Throws<InvalidOperationException>(() => trainer.AccumulationSteps = 2);
        var own = trainer.Model.Parameters.ToArray();
        var scope = trainer.UseAverage();
        Assert.Throws<InvalidOperationException>(() => trainer.UseAverage());
        Assert.Throws<InvalidOperationException>(trainer.Step);
        Assert.Throws<InvalidOperationException>(() => trainer.SaveCheckpoint(folder["run"]));
        scope.Dispose();
        scope.Dispose();
        Assert.Equal(own, trainer.Model.Parameters.ToArray());
        Assert.Throws<InvalidOperationException>(() => Begin().UseAverage());
    }

    static ToyTrainer BeginWithAll()
    {
        var optimizer = new AdamW(0.1f) { Groups = [new(entry => entry.Name == "bias") { WeightDecay = 0 }] };
        var trainer = new ToyTrainer(Store(), optimizer)
        {
            Clip = GradientClip.ByNorm(1),
            AccumulationSteps = 3,
            Average = new ExponentialMovingAverage(0.9f) { WarmUp = true },
            EarlyStopping = new EarlyStopping(4),
        };
        trainer.Model.Initialize(1);
        return trainer;
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
