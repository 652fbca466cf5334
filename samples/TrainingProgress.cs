using System;
using System.Globalization;
using Spectre.Console;

namespace Samples;

/// <summary>Shows loss and accuracy while a network trains: a progress bar in a terminal, one line per epoch elsewhere.</summary>
internal static class TrainingProgress
{
    /// <param name="train">Trains one epoch, calls what it is given after each step, and returns loss and accuracy.</param>
    public static void Run(int epochs, int steps, Func<Action, (double Loss, double Accuracy)> train)
    {
        if (Console.IsOutputRedirected)
            RunPlain(epochs, train);
        else
            RunWithBar(epochs, steps, train);
    }

    static void RunPlain(int epochs, Func<Action, (double, double)> train)
    {
        for (var epoch = 1; epoch <= epochs; epoch++) Console.WriteLine(Text(epoch, epochs, train(() => { })));
    }

    static void RunWithBar(int epochs, int steps, Func<Action, (double, double)> train) =>
        AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(bars =>
            {
                var bar = bars.AddTask("training", maxValue: (double)epochs * steps);
                for (var epoch = 1; epoch <= epochs; epoch++) bar.Description = Text(epoch, epochs, train(() => bar.Increment(1)));
            });

    static string Text(int epoch, int epochs, (double Loss, double Accuracy) result) =>
        string.Create(CultureInfo.InvariantCulture, $"epoch {epoch,2}/{epochs}  loss {result.Loss:F4}  accuracy {result.Accuracy:F4}");
}
