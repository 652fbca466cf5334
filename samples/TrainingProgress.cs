using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter;
using Spectre.Console;

namespace Samples;

/// <summary>A figure that is shown while a network trains: <c>("accuracy", 0.98)</c>.</summary>
internal readonly record struct Figure(string Name, double Value)
{
    public static implicit operator Figure((string Name, double Value) figure) => new(figure.Name, figure.Value);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Value:F4}");
}

/// <summary>Shows the loss and other figures while a network trains: a progress bar in a terminal, one line per epoch elsewhere.</summary>
internal sealed class TrainingProgress
{
    readonly Action stepDone;
    RunningMean loss;

    TrainingProgress(int steps, Action stepDone) => (Steps, this.stepDone) = (steps, stepDone);

    /// <summary>The steps until figures are shown.</summary>
    public int Steps { get; }

    /// <summary>Set to stop then.</summary>
    public bool Stop { get; set; }

    /// <summary>Trains for some epochs.</summary>
    /// <param name="epochs">Their number.</param>
    /// <param name="steps">The steps of each.</param>
    /// <param name="train">Trains one epoch, calls <see cref="Step"/> after each step, and returns what is shown beside the mean loss.</param>
    public static void Run(int epochs, int steps, Func<TrainingProgress, Figure[]> train) =>
        Run(Enumerable.Range(1, epochs).Select(epoch => ($"epoch {epoch,2}/{epochs}", steps)), (long)epochs * steps, train);

    /// <summary>Trains for some steps.</summary>
    /// <param name="steps">Their number.</param>
    /// <param name="every">After how many of them figures are shown.</param>
    /// <param name="train">Trains <see cref="Steps"/> steps, calls <see cref="Step"/> after each, and returns what is shown beside their mean loss.</param>
    public static void RunSteps(int steps, int every, Func<TrainingProgress, Figure[]> train) =>
        Run(Enumerable.Range(0, steps).Chunk(every).Select(some => ($"step {some[^1] + 1,5}/{steps}", some.Length)), steps, train);

    /// <summary>After a step.</summary>
    /// <param name="loss">What the trainer's Step returned.</param>
    public void Step(double loss)
    {
        this.loss.Add(loss);
        stepDone();
    }

    static void Run(IEnumerable<(string Name, int Steps)> parts, long steps, Func<TrainingProgress, Figure[]> train)
    {
        if (Console.IsOutputRedirected)
            RunParts(parts, train, () => { }, Console.WriteLine);
        else
            AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
                .Start(bars =>
                {
                    var bar = bars.AddTask("training", maxValue: steps);
                    RunParts(parts, train, () => bar.Increment(1), text => bar.Description = text);
                });
    }

    static void RunParts(IEnumerable<(string Name, int Steps)> parts, Func<TrainingProgress, Figure[]> train, Action stepDone, Action<string> show)
    {
        foreach (var (name, steps) in parts)
        {
            var progress = new TrainingProgress(steps, stepDone);
            var figures = train(progress);
            show($"{name}  {string.Join("  ", [("loss", progress.loss.Mean), .. figures])}");
            if (progress.Stop) return;
        }
    }
}
