using System;

namespace Sinter;

/// <summary>
/// The learning rate as a pure function of the step, so that a resumed run needs to know nothing else. Steps count from 0. The formulas are those of PyTorch's schedulers of the same names.
/// </summary>
public abstract class LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The number of steps done before.</param>
    /// <param name="initial">The learning rate that the optimizer was given.</param>
    public abstract float At(long step, float initial);

    /// <summary>initial, always.</summary>
    public static LearningRateSchedule Constant() => new ConstantSchedule();

    /// <summary>initial · factor^⌊step / every⌋ (StepLR).</summary>
    public static LearningRateSchedule Step(long every, float factor = 0.1f) => new StepSchedule(Positive(every, nameof(every)), factor);

    /// <summary>min + (initial − min) · (1 + cos(π · step / total)) / 2 (CosineAnnealingLR; Loshchilov and Hutter 2017); min after <paramref name="total"/> steps.</summary>
    public static LearningRateSchedule Cosine(long total, float min = 0) => new CosineSchedule(Positive(total, nameof(total)), min);

    /// <summary>
    /// initial · (start + (1 − start) · step / steps) during the first <paramref name="steps"/> (LinearLR), after them another schedule, which counts from there (SequentialLR).
    /// </summary>
    public static LearningRateSchedule Warmup(long steps, LearningRateSchedule? then = null, float start = 1f / 3) =>
        new WarmupSchedule(Positive(steps, nameof(steps)), start, then ?? Constant());

    /// <summary>
    /// From max / divisor up to max during the first part of <paramref name="total"/> steps, then down to max / divisor / finalDivisor, both along a cosine
    /// (OneCycleLR; Smith and Topin 2018). The optimizer's own learning rate is not used.
    /// </summary>
    /// <param name="max">The peak.</param>
    /// <param name="total">All steps of the run.</param>
    /// <param name="rising">The part of the steps that rises.</param>
    /// <param name="divisor">What the peak is divided by for the first step.</param>
    /// <param name="finalDivisor">What the first step's learning rate is divided by for the last.</param>
    public static LearningRateSchedule OneCycle(float max, long total, float rising = 0.3f, float divisor = 25, float finalDivisor = 1e4f) =>
        new OneCycleSchedule(max, Positive(total, nameof(total)), rising, divisor, finalDivisor);

    /// <summary>From one value to another along half a cosine.</summary>
    private protected static double Anneal(double from, double to, double part) => to + (from - to) * (1 + Math.Cos(Math.PI * part)) / 2;

    static long Positive(long count, string name) => count > 0 ? count : throw new ArgumentOutOfRangeException(name, count, "A number of steps must be above 0.");

    sealed class ConstantSchedule : LearningRateSchedule
    {
        public override float At(long step, float initial) => initial;
    }

    sealed class StepSchedule(long every, float factor) : LearningRateSchedule
    {
        public override float At(long step, float initial) => (float)(initial * Math.Pow(factor, step / every));
    }

    sealed class CosineSchedule(long total, float min) : LearningRateSchedule
    {
        public override float At(long step, float initial) => (float)Anneal(initial, min, Math.Min(step, total) / (double)total);
    }

    sealed class WarmupSchedule(long steps, float start, LearningRateSchedule then) : LearningRateSchedule
    {
        public override float At(long step, float initial) =>
            step < steps ? (float)(initial * (start + (1.0 - start) * step / steps)) : then.At(step - steps, initial);
    }

    sealed class OneCycleSchedule(float max, long total, float rising, float divisor, float finalDivisor) : LearningRateSchedule
    {
        public override float At(long step, float initial)
        {
            var (first, last) = (max / (double)divisor, max / (double)divisor / finalDivisor);
            var (peak, end) = ((double)rising * total - 1, total - 1.0);
            if (step >= end) return (float)last;

            return (float)(step <= peak ? Anneal(first, max, step / peak) : Anneal(max, last, (step - peak) / (end - peak)));
        }
    }
}
