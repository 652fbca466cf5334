using System;

namespace Sinter;

/// <summary>Numbers in the order of time, one or several per step.</summary>
public sealed class TimeSeries
{
    readonly float[] values;

    /// <summary>A series of these values, which are copied.</summary>
    /// <param name="values">[steps, channels].</param>
    /// <param name="channels">The numbers of a step.</param>
    public TimeSeries(ReadOnlySpan<float> values, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if (values.Length % channels != 0) throw new ArgumentException($"{values.Length} values are no whole number of steps of {channels}.", nameof(values));
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i])) throw new ArgumentException($"The value of step {i / channels}, channel {i % channels} is {values[i]}; a gap must be filled first.", nameof(values));
        }
        (this.values, Channels) = (values.ToArray(), channels);
    }

    /// <summary>The numbers of a step.</summary>
    public int Channels { get; }

    /// <summary>The number of steps.</summary>
    public int Length => values.Length / Channels;

    /// <summary>[steps, channels].</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>All windows of the series: some steps that are known, and the steps after them that are to be foretold.</summary>
    /// <param name="history">The steps that are known.</param>
    /// <param name="horizon">The steps to be foretold.</param>
    /// <param name="stride">How many steps later the next window begins.</param>
    public SeriesWindows Windows(int history, int horizon = 1, int stride = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(history);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        if (history + (long)horizon > Length) throw new ArgumentException($"A window of {history} + {horizon} steps is longer than the series, which has {Length}.", nameof(history));
        return new(this, history, horizon, stride, 0, Length, SeriesScale.None(Channels));
    }
}
