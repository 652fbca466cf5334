using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Sinter.Runtime;

/// <summary>What a checkpoint says beside tensors, and the check that it fits the optimizer.</summary>
internal sealed record Checkpoint(long Step, ulong Seed, float LearningRate)
{
    const string Format = "sinter checkpoint 1";
    const string SettingPrefix = "optimizer.";

    readonly Dictionary<string, string> settings = [];

    public Checkpoint(Optimizer optimizer, long step, ulong seed)
        : this(step, seed, optimizer.LearningRate) => settings = SettingsOf(optimizer);

    public Dictionary<string, string> ToMetadata() => new(settings)
    {
        ["format"] = Format,
        ["step"] = Step.ToString(CultureInfo.InvariantCulture),
        ["seed"] = Seed.ToString(CultureInfo.InvariantCulture),
        ["learning_rate"] = LearningRate.ToString("R", CultureInfo.InvariantCulture),
    };

    /// <summary>Reads what <see cref="ToMetadata"/> wrote. The learning rate may differ from the optimizer's, all other settings must agree.</summary>
    public static Checkpoint Read(SafetensorsFile file, Optimizer optimizer)
    {
        if (file.Metadata.GetValueOrDefault("format") != Format)
            throw new SafetensorsException(file.Path, $"not a training checkpoint: its format is '{file.Metadata.GetValueOrDefault("format", "")}', expected '{Format}'");

        var differences = SettingsOf(optimizer)
            .Where(setting => file.Metadata.GetValueOrDefault(setting.Key) != setting.Value)
            .Select(setting => $"{setting.Key} is {file.Metadata.GetValueOrDefault(setting.Key, "missing")}, expected {setting.Value}")
            .ToArray();
        if (differences.Length > 0) throw new SafetensorsException(file.Path, $"written with another optimizer: {string.Join("; ", differences)}");

        var step = Text("step");
        var seed = Text("seed");
        var rate = Text("learning_rate");
        return new(
            long.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : throw NotANumber("step", step),
            ulong.TryParse(seed, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : throw NotANumber("seed", seed),
            float.TryParse(rate, NumberStyles.Float, CultureInfo.InvariantCulture, out var r) && float.IsFinite(r) && r >= 0 ? r : throw NotANumber("learning_rate", rate));

        string Text(string key) => file.Metadata.GetValueOrDefault(key, "");
        SafetensorsException NotANumber(string key, string text) => new(file.Path, $"metadata '{key}' is '{text}', expected a number");
    }

    static Dictionary<string, string> SettingsOf(Optimizer optimizer)
    {
        var settings = new Dictionary<string, string> { [SettingPrefix + "Kind"] = optimizer.GetType().Name };
        foreach (var (name, value) in optimizer.Settings) settings.Add(SettingPrefix + name, value);
        return settings;
    }
}
