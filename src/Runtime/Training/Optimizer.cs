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

    /// <summary>How strongly parameters are drawn to 0, from 0; each optimizer says how.</summary>
    public float WeightDecay
    {
        get;
        init => field = FromZero(value, nameof(WeightDecay));
    }

    /// <summary>
    /// Parameters with settings of their own. The first group that contains a parameter has it; what is in none follows the optimizer. Empty at first.
    /// </summary>
    /// <example><code>
    /// new AdamW(3e-4f) { WeightDecay = 0.1f, Groups = [ParameterGroup.WithoutDecay, new(entry =&gt; entry.Name.StartsWith("head.")) { LearningRateScale = 10 }] }
    /// </code></example>
    public IReadOnlyList<ParameterGroup> Groups
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Groups));
    } = [];

    /// <summary>The numbers kept per parameter.</summary>
    public int StateCount => StateNames.Count;

    /// <summary>What is kept per parameter, by PyTorch's names.</summary>
    internal abstract IReadOnlyList<string> StateNames { get; }

    /// <summary>The settings that a checkpoint must agree on.</summary>
    internal abstract IEnumerable<(string Name, string Value)> Settings { get; }

    /// <summary>Updates a range of parameters.</summary>
    internal abstract void Update(in UpdateRange range, in GradientScale scale, in StepSettings settings);

    /// <summary>Throws when settings that are right alone are wrong together. They are set in any order, so a trainer asks when all are.</summary>
    internal virtual void Check()
    {
    }

    private protected static float FromZero(float value, string name) =>
        float.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from 0.");

    private protected static float BelowOne(float value, string name) =>
        value >= 0 && value < 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from 0 to below 1.");

    private protected static float Finite(float value, string name) => float.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite.");

    private protected static (string, string) Setting(string name, float value) => (name, value.ToString("R", CultureInfo.InvariantCulture));

    private protected static (string, string) Setting(string name, bool value) => (name, value ? "true" : "false");
}
