using System;
using System.IO;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class CheckpointsTests
{
    [Fact]
    public void Keeps_the_last_and_the_best()
    {
        using var folder = new TemporaryFolder();
        var trainer = Begin();
        var checkpoints = new Checkpoints(trainer, folder["run"]) { KeepLast = 2 };
        Assert.False(checkpoints.Resume());
        foreach (var metric in new[] { 3.0, 1, double.NaN, 2, 1.5 })
        {
            trainer.Step();
            checkpoints.Save(metric);
        }
        Assert.Equal(["best.safetensors", "step-000000000004.safetensors", "step-000000000005.safetensors"], Directory.GetFiles(folder["run"]).Select(Path.GetFileName).Order());
        Assert.Equal(1, checkpoints.BestMetric);

        var resumed = Begin();
        var again = new Checkpoints(resumed, folder["run"]) { KeepLast = 2 };
        Assert.True(again.LoadBest());
        Assert.Equal(2, resumed.StepCount);
        Assert.True(again.Resume());
        Assert.Equal(5, resumed.StepCount);
        Assert.Equal(trainer.Model.Parameters.ToArray(), resumed.Model.Parameters.ToArray());
        resumed.Step();
        again.Save(1.25);                               // no better than before the restart
        again.LoadBest();
        Assert.Equal(2, resumed.StepCount);
    }

    [Fact]
    public void Does_not_overwrite_a_run_that_is_further()
    {
        using var folder = new TemporaryFolder();
        var trainer = Begin();
        trainer.Step();
        new Checkpoints(trainer, folder["run"]).Save();
        var message = Assert.Throws<InvalidOperationException>(() => new Checkpoints(Begin(), folder["run"]).Save(0)).Message;
        Assert.Contains("step-000000000001", message);
        Assert.Null(new Checkpoints(trainer, folder["run"]).Best);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Checkpoints(trainer, folder["run"]) { KeepLast = 0 });
    }

    static ToyTrainer Begin()
    {
        var trainer = new ToyTrainer(ToyTrainer.Vector(9), new AdamW(0.1f));
        trainer.Model.Initialize(1);
        return trainer;
    }
}
