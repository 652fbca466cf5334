using System;
using System.Globalization;

namespace Sinter;

/// <summary>Parameters that an optimizer treats in their own way: PyTorch's <c>param_groups</c>. Listed in <see cref="Optimizer.Groups"/>.</summary>
/// <param name="contains">Whether a parameter belongs to the group, by its name, shape and role. Asked once per parameter, when a trainer is made.</param>
public sealed class ParameterGroup(Func<ParameterEntry, bool> contains)
{
    readonly Func<ParameterEntry, bool> contains = contains ?? throw new ArgumentNullException(nameof(contains));

    /// <summary>
    /// No weight decay for biases, scales and shifts of normalizations, embeddings, and raw parameters with fewer than two axes: the customary choice for Transformers.
    /// </summary>
    public static ParameterGroup WithoutDecay { get; } =
        new(entry => entry.Role is ParameterRole.Bias or ParameterRole.Norm or ParameterRole.Embedding || entry is { Role: ParameterRole.Raw, Shape.Length: < 2 }) { WeightDecay = 0 };

    /// <summary>What the learning rate of the schedule is multiplied with, from 0; 1 at first.</summary>
    public float LearningRateScale
    {
        get;
        init => field = float.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(LearningRateScale), value, "LearningRateScale is a number from 0.");
    } = 1;

    /// <summary>The weight decay, from 0; null: the optimizer's.</summary>
    public float? WeightDecay
    {
        get;
        init => field = value is null or >= 0 and < float.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "WeightDecay is a number from 0.");
    }

    /// <summary>Its parameters keep their values, and their gradients do not count in the norm that <see cref="GradientClip.ByNorm"/> limits.</summary>
    public bool Frozen { get; init; }

    /// <summary>Whether a parameter belongs to the group.</summary>
    public bool Contains(ParameterEntry entry) => contains(entry);

    /// <summary>The settings: "learning rate × 0.1, weight decay 0".</summary>
    public override string ToString() => Frozen
        ? "frozen"
        : string.Create(CultureInfo.InvariantCulture, $"learning rate × {LearningRateScale:R}{(WeightDecay is { } decay ? $", weight decay {decay:R}" : "")}");
}
