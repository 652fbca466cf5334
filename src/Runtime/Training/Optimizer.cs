using System;
using System.Collections.Generic;
using System.Globalization;
using Sinter.Runtime;

namespace Sinter;

/// <summary>
/// How gradients become changes of parameters. An optimizer holds settings only; what it keeps per parameter is in the <see cref="Trainer"/>, so one optimizer may serve several.
/// The formulas are PyTorch's.
/// </summary>
public abstract class Optimizer
{
    private protected Optimizer(float learningRate) => LearningRate = learningRate;

    /// <summary>The step size; a <see cref="LearningRateSchedule"/> starts from it. May be changed between steps.</summary>
    public float LearningRate
    {
        get;
        set => field = float.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRate), value, "A learning rate is a number from 0.");
    }

    /// <summary>How strongly parameters are drawn to 0; each optimizer says how.</summary>
    public float WeightDecay { get; init; }

    /// <summary>The numbers kept per parameter.</summary>
    public int StateCount => StateNames.Count;

    /// <summary>What is kept per parameter, by PyTorch's names.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The settings that a checkpoint must agree on.</summary>
    internal abstract IEnumerable<(string Name, string Value)> Settings { get; }

    /// <summary>Updates a range of parameters; <paramref name="step"/> counts from 1.</summary>
    internal abstract void Update(in UpdateRange range, in GradientScale scale, long step, float learningRate);

    private protected static (string, string) Setting(string name, float value) => (name, value.ToString("R", CultureInfo.InvariantCulture));

    private protected static (string, string) Setting(string name, bool value) => (name, value ? "true" : "false");
}
