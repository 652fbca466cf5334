using System;

namespace Sinter;

/// <summary>(x − mean) / deviation per channel, and back.</summary>
public sealed class SeriesScale
{
    readonly float[] mean;
    readonly float[] deviation;

    SeriesScale(float[] mean, float[] deviation) => (this.mean, this.deviation) = (mean, deviation);

    /// <summary>The mean of each channel.</summary>
    public ReadOnlySpan<float> Mean => mean;

    /// <summary>The standard deviation of each channel (divided by the number of steps); 1 where the channel is constant.</summary>
    public ReadOnlySpan<float> Deviation => deviation;

    /// <summary>Leaves values as they are.</summary>
    public static SeriesScale None(int channels)
    {
        var ones = new float[channels];
        Array.Fill(ones, 1);
        return new(new float[channels], ones);
    }

    /// <summary>The scale that gives these values mean 0 and deviation 1.</summary>
    /// <param name="values">[steps, channels].</param>
    /// <param name="channels">The numbers of a step.</param>
    public static SeriesScale Of(ReadOnlySpan<float> values, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (values.IsEmpty || values.Length % channels != 0) throw new ArgumentException($"{values.Length} values are not one or more steps of {channels}.", nameof(values));

        var (mean, deviation) = (new float[channels], new float[channels]);
        for (var channel = 0; channel < channels; channel++)
        {
            var (steps, sum, squares) = (values.Length / channels, 0.0, 0.0);
            for (var i = channel; i < values.Length; i += channels) sum += values[i];
            for (var i = channel; i < values.Length; i += channels) squares += Math.Pow(values[i] - sum / steps, 2);
            mean[channel] = (float)(sum / steps);
            deviation[channel] = squares > 0 ? (float)Math.Sqrt(squares / steps) : 1;
        }
        return new(mean, deviation);
    }

    /// <summary>Scales values in place: [steps, channels].</summary>
    public void Apply(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = (values[i] - mean[i % mean.Length]) / deviation[i % mean.Length];
    }

    /// <summary>Gives scaled values, such as a network's predictions, back in the series' own units, in place.</summary>
    public void Restore(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++) values[i] = values[i] * deviation[i % mean.Length] + mean[i % mean.Length];
    }
}
