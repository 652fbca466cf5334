using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// The checkpoints of a run in a folder: the last few, by their steps, and the one with the best metric. Files are written under another name and moved, so each is whole at any time.
/// </summary>
/// <example><code>
/// var checkpoints = new Checkpoints(trainer, "runs/digits") { KeepLast = 2 };
/// checkpoints.Resume();
/// …
/// checkpoints.Save(validationLoss);
/// </code></example>
public sealed class Checkpoints
{
    const string Prefix = "step-", Extension = ".safetensors", MetricKey = "metric";

    readonly Trainer trainer;

    /// <summary>Checkpoints of a trainer in a folder, which is made when it is not there.</summary>
    public Checkpoints(Trainer trainer, string folder)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        (this.trainer, Folder) = (trainer, folder);
        Directory.CreateDirectory(folder);
    }

    /// <summary>Where the files are: <c>step-000000001200.safetensors</c> and <c>best.safetensors</c>.</summary>
    public string Folder { get; }

    /// <summary>How many of the last are kept, from 1; 3 at first. The best one is kept beside them.</summary>
    public int KeepLast
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(KeepLast), value, "At least one checkpoint is kept.");
    } = 3;

    /// <summary>Which metrics are better; the smaller ones at first.</summary>
    public Goal Goal { get; init; }

    /// <summary>The checkpoint with the most steps; null: there is none.</summary>
    public string? Last => Numbered().Select(file => file.Path).LastOrDefault();

    /// <summary>The checkpoint with the best metric; null: there is none.</summary>
    public string? Best => File.Exists(BestPath) ? BestPath : null;

    /// <summary>The metric of <see cref="Best"/>; NaN: there is none.</summary>
    /// <exception cref="SafetensorsException">The file is damaged.</exception>
    public double BestMetric
    {
        get
        {
            if (Best is null) return double.NaN;
            using var file = SafetensorsFile.Open(BestPath);
            return file.Metadata.TryGetValue(MetricKey, out var text) && double.TryParse(text, CultureInfo.InvariantCulture, out var metric)
                ? metric
                : throw new SafetensorsException(BestPath, $"metadata '{MetricKey}' is '{text}', expected a number");
        }
    }

    string BestPath => Path.Combine(Folder, "best" + Extension);

    /// <summary>Writes a checkpoint of now, as the best too if its metric is; then removes those that are too many.</summary>
    /// <param name="metric">How good the weights are; NaN: unknown, and never the best.</param>
    /// <returns>The checkpoint's path.</returns>
    /// <exception cref="InvalidOperationException">The folder has checkpoints of later steps: of another run, or of this one, which was not resumed. Nothing is written.</exception>
    public string Save(double metric = double.NaN)
    {
        if (Numbered().LastOrDefault() is { Path: { } later, Step: var step } && step > trainer.StepCount)
            throw new InvalidOperationException($"{later} is of a later step than this run's {trainer.StepCount}: call Resume, or choose another folder.");
        var metadata = new KeyValuePair<string, string>(MetricKey, metric.ToString("R", CultureInfo.InvariantCulture));

        // The best one first: a run that stops in between does these steps again, and comes to the same.
        if (Goal.IsBetter(metric, BestMetric)) trainer.SaveCheckpoint(BestPath, metadata);
        var path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{trainer.StepCount:D12}{Extension}"));
        trainer.SaveCheckpoint(path, metadata);
        foreach (var old in Numbered().SkipLast(KeepLast)) File.Delete(old.Path);
        return path;
    }

    /// <summary>Goes on from the last checkpoint.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="SafetensorsException">It is damaged, or belongs to another model or optimizer. Nothing is changed.</exception>
    public bool Resume() => Load(Last);

    /// <summary>Goes back to the checkpoint with the best metric.</summary>
    /// <inheritdoc cref="Resume"/>
    public bool LoadBest() => Load(Best);

    bool Load(string? path)
    {
        if (path is not null) trainer.LoadCheckpoint(path);
        return path is not null;
    }

    // By step; files with other names are not ours.
    IEnumerable<(string Path, long Step)> Numbered() =>
        from path in Directory.EnumerateFiles(Folder, $"{Prefix}*{Extension}")
        let number = Path.GetFileNameWithoutExtension(path)[Prefix.Length..]
        where number.Length > 0 && number.All(char.IsAsciiDigit)
        let step = long.Parse(number, CultureInfo.InvariantCulture)
        orderby step
        select (path, step);
}
