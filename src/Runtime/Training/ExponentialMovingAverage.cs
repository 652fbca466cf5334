using System;

namespace Sinter;

/// <summary>
/// An average of the weights over the steps, which often predicts better than the last ones (Polyak and Juditsky 1992): average ← decay · average + (1 − decay) · weights
/// after each step; after the first, the average is the weights, as in PyTorch's <c>torch.optim.swa_utils.AveragedModel</c>. The states that training writes (running
/// statistics) are averaged too. Set as <see cref="Trainer.Average"/>, used by <see cref="Trainer.UseAverage"/>. Holds settings only.
/// </summary>
public sealed class ExponentialMovingAverage
{
    /// <summary>An average over about 1 / (1 − decay) steps.</summary>
    /// <param name="decay">How much of the average a step keeps, from 0 to below 1.</param>
    public ExponentialMovingAverage(float decay) =>
        Decay = decay is >= 0 and < 1 ? decay : throw new ArgumentOutOfRangeException(nameof(decay), decay, "A decay is a number from 0 to below 1.");

    /// <summary>How much of the average a step keeps.</summary>
    public float Decay { get; }

    /// <summary>
    /// Keeps less at first, so that the early weights are soon forgotten: min(decay, (1 + t) / (10 + t)) with t the updates done before, as
    /// <c>tf.train.ExponentialMovingAverage</c> has it with <c>num_updates</c>.
    /// </summary>
    public bool WarmUp { get; init; }

    /// <summary>How far the average moves towards the weights: 1 − decay.</summary>
    /// <param name="updates">The updates done before.</param>
    internal float Fraction(long updates) => updates == 0 ? 1 : (float)(1 - (WarmUp ? Math.Min(Decay, (1.0 + updates) / (10 + updates)) : Decay));
}
