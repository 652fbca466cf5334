using System;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class EarlyStoppingTests
{
    [Theory]
    [InlineData(Goal.Minimize, 0f, new[] { 3.0, 2, 2.5, 1, 1.5, 1, 1.25 }, 7, 1.0)]
    [InlineData(Goal.Maximize, 0f, new[] { 1.0, 2, 1.5, 2.5, 2.5, 2, 1 }, 7, 2.5)]
    [InlineData(Goal.Minimize, 0.5f, new[] { 3.0, 2.75, 2.5, 2.6 }, 4, 3.0)]
    [InlineData(Goal.Minimize, 0f, new[] { double.NaN, double.NaN, double.NaN }, 3, double.NaN)]
    [InlineData(Goal.Maximize, 0f, new[] { double.NaN, 1, double.NaN, double.NaN, double.NaN }, 5, 1.0)]
    public void Stops_after_three_reports_that_are_no_better(Goal goal, float minDelta, double[] metrics, int stopsAt, double best)
    {
        var trainer = new ToyTrainer(ToyTrainer.Vector(3), new Sgd(0.1f));
        var stopping = trainer.EarlyStopping = new EarlyStopping(patience: 3) { Goal = goal, MinDelta = minDelta };
        Assert.Equal(stopsAt, 1 + metrics.ToList().FindIndex(stopping.Report));
        Assert.Equal(best, stopping.Best);
    }

    [Fact]
    public void Restores_the_weights_of_the_best()
    {
        var trainer = new ToyTrainer(ToyTrainer.Vector(5), new AdamW(0.1f));
        var stopping = trainer.EarlyStopping = new EarlyStopping(patience: 2);
        Assert.Throws<InvalidOperationException>(stopping.RestoreBest);
        trainer.Step();
        stopping.Report(1);
        var best = trainer.Model.Parameters.ToArray();
        for (var i = 0; i < 3; i++) trainer.Step();
        Assert.False(stopping.Report(2));
        stopping.RestoreBest();
        Assert.Equal(best, trainer.Model.Parameters.ToArray());
        Assert.Equal((1, 1), ((int)stopping.BestStep, stopping.Waited));
    }

    [Fact]
    public void Refuses_what_makes_no_sense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EarlyStopping(1) { MinDelta = float.NaN });
        var stopping = new EarlyStopping(1);
        Assert.Contains("EarlyStopping first", Assert.Throws<InvalidOperationException>(() => stopping.Report(1)).Message);
        new ToyTrainer(ToyTrainer.Vector(3), new Sgd(1)).EarlyStopping = stopping;
        Assert.Throws<InvalidOperationException>(() => new ToyTrainer(ToyTrainer.Vector(3), new Sgd(1)).EarlyStopping = stopping);
    }
}
