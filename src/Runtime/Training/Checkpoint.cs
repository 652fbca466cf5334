using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>What a checkpoint says beside tensors, and the check that it fits the trainer.</summary>
/// <param name="Step">Updates done.</param>
/// <param name="Batch">Batches seen.</param>
/// <param name="Seed">The trainer's.</param>
/// <param name="LearningRate">The optimizer's.</param>
/// <param name="AccumulationSteps">Batches of an update.</param>
/// <param name="AccumulatedSteps">Batches whose gradients wait for the next update.</param>
/// <param name="AverageUpdates">Updates that the average has seen.</param>
/// <param name="Stopping">Where the early stopping is.</param>
internal sealed record Checkpoint(long Step, long Batch, ulong Seed, float LearningRate, int AccumulationSteps, int AccumulatedSteps, long AverageUpdates, StoppingPosition Stopping)
{
    const string Format = "sinter checkpoint 2";
    const string OptimizerPrefix = "optimizer.", AveragePrefix = "average.", StoppingPrefix = "stopping.";

    static readonly string[] Prefixes = [OptimizerPrefix, AveragePrefix, StoppingPrefix];

    /// <summary>What must be the same in the run that goes on.</summary>
    public required Dictionary<string, string> Settings { get; init; }

    public Dictionary<string, string> ToMetadata() => new(Settings)
    {
        ["format"] = Format,
        ["step"] = Text(Step),
        ["batch"] = Text(Batch),
        ["seed"] = Text(Seed),
        ["learning_rate"] = LearningRate.ToString("R", CultureInfo.InvariantCulture),
        ["accumulation_steps"] = Text(AccumulationSteps),
        ["accumulated_steps"] = Text(AccumulatedSteps),
        ["average_updates"] = Text(AverageUpdates),
        ["stopping_best"] = Stopping.Best.ToString("R", CultureInfo.InvariantCulture),
        ["stopping_best_step"] = Text(Stopping.BestStep),
        ["stopping_waited"] = Text(Stopping.Waited),
    };

    /// <summary>Reads what <see cref="ToMetadata"/> wrote. The learning rate and the accumulation may differ from the trainer's, all settings must agree.</summary>
    public static Checkpoint Read(SafetensorsFile file, Checkpoint current)
    {
        var metadata = file.Metadata;
        if (metadata.GetValueOrDefault("format") != Format)
            throw new SafetensorsException(file.Path, $"not a training checkpoint: its format is '{metadata.GetValueOrDefault("format", "")}', expected '{Format}'");

        var written = metadata.Where(item => Prefixes.Any(prefix => item.Key.StartsWith(prefix, StringComparison.Ordinal))).ToDictionary();
        var differences = current.Settings.Keys.Union(written.Keys)
            .Where(key => current.Settings.GetValueOrDefault(key) != written.GetValueOrDefault(key))
            .Select(key => $"{key} is {written.GetValueOrDefault(key, "missing")}, expected {current.Settings.GetValueOrDefault(key, "none")}")
            .ToArray();
        if (differences.Length > 0) throw new SafetensorsException(file.Path, $"written with other settings: {string.Join("; ", differences)}");

        var accumulationSteps = Number<int>("accumulation_steps", number => number >= 1);
        return new(
            Number<long>("step", number => number >= 0),
            Number<long>("batch", number => number >= 0),
            Number<ulong>("seed", _ => true),
            Number<float>("learning_rate", number => float.IsFinite(number) && number >= 0),
            accumulationSteps,
            Number<int>("accumulated_steps", number => number >= 0 && number < accumulationSteps),
            Number<long>("average_updates", number => number >= 0),
            new(Number<double>("stopping_best", _ => true), Number<long>("stopping_best_step", number => number >= 0), Number<int>("stopping_waited", number => number >= 0)))
        { Settings = current.Settings };

        T Number<T>(string key, Func<T, bool> inRange)
            where T : IParsable<T> =>
            metadata.TryGetValue(key, out var text) && T.TryParse(text, CultureInfo.InvariantCulture, out var number) && inRange(number)
                ? number
                : throw new SafetensorsException(file.Path, $"metadata '{key}' is '{text}', expected a number");
    }

    public static Dictionary<string, string> SettingsOf(Optimizer optimizer, ExponentialMovingAverage? average, EarlyStopping? stopping, ParameterStore store, (long, long)[] segments)
    {
        var settings = new Dictionary<string, string> { [OptimizerPrefix + "Kind"] = optimizer.GetType().Name };
        foreach (var (name, value) in optimizer.Settings) settings.Add(OptimizerPrefix + name, value);
        foreach (var (name, value) in UpdateRuns.Describe(store, optimizer, segments)) settings.Add(OptimizerPrefix + name, value);
        if (average is not null)
        {
            settings.Add(AveragePrefix + nameof(average.Decay), average.Decay.ToString("R", CultureInfo.InvariantCulture));
            settings.Add(AveragePrefix + nameof(average.WarmUp), average.WarmUp ? "true" : "false");
        }
        if (stopping is not null) settings.Add(StoppingPrefix + nameof(stopping.Goal), stopping.Goal.ToString());
        return settings;
    }

    static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
