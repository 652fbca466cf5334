using System;

namespace Sinter;

/// <summary>Windows over a series: what is known, and what follows it.</summary>
public sealed class SeriesWindows
{
    readonly TimeSeries series;
    readonly int stride, first, end;

    /// <summary>Windows whose horizon lies in [first + …, end).</summary>
    internal SeriesWindows(TimeSeries series, int history, int horizon, int stride, int first, int end, SeriesScale scale)
    {
        (this.series, History, Horizon, this.stride, this.first, this.end, Scale) = (series, history, horizon, stride, first, end, scale);
        Count = Math.Max(0, (end - first - history - horizon) / stride + (end - first >= history + horizon ? 1 : 0));
    }

    /// <summary>The number of windows.</summary>
    public int Count { get; }

    /// <summary>The steps of a window that are known.</summary>
    public int History { get; }

    /// <summary>The steps to be foretold.</summary>
    public int Horizon { get; }

    /// <summary>How batches are scaled. <see cref="SeriesScale.Restore"/> gives predictions in the series' own units.</summary>
    public SeriesScale Scale { get; }

    /// <summary>The epochs begun: what <see cref="Batches"/> takes when it is given none. Setting it resumes a run.</summary>
    public int Epoch { get; set; }

    /// <summary>
    /// The windows before a point in time, to train with, and those after it, to test with. No step to be foretold in the second part is seen in the first, as history or as horizon, nor do the scale's
    /// mean and deviation depend on it; histories of the second part reach back into the first, as they would in use.
    /// </summary>
    /// <param name="fraction">The part of the windows' steps that lies before the point.</param>
    /// <param name="normalize">Scales both parts by mean and deviation of the steps before the point.</param>
    public (SeriesWindows First, SeriesWindows Second) Split(double fraction, bool normalize = true)
    {
        if (!(fraction is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "A fraction is from 0 to 1.");

        var point = first + (int)Math.Round(fraction * (end - first));
        if (point - first < History) throw new ArgumentException($"{point - first} steps before the split are too few for a history of {History}.", nameof(fraction));
        var scale = normalize ? SeriesScale.Of(series.Values[(first * series.Channels)..(point * series.Channels)], series.Channels) : Scale;
        return (new(series, History, Horizon, stride, first, point, scale), new(series, History, Horizon, stride, point - History, end, scale));
    }

    /// <summary>An epoch in batches. The order depends on seed and epoch alone. A batch is valid until the next; none allocates.</summary>
    /// <param name="size">The windows of a batch; the last may have fewer.</param>
    /// <param name="shuffle">In random order.</param>
    /// <param name="seed">What the order depends on, beside the epoch.</param>
    /// <param name="epoch">The pass over the windows; by default the next: <see cref="Epoch"/>, which then rises.</param>
    /// <param name="dropLast">Leaves out a last batch with fewer windows.</param>
    public SeriesBatches Batches(int size, bool shuffle = false, int seed = 0, int? epoch = null, bool dropLast = false) =>
        new(this, new BatchOrder(Count, size, shuffle, seed, epoch ?? Epoch++, dropLast), Math.Min(size, Count), series.Channels);

    /// <summary>Copies a window, scaled.</summary>
    /// <param name="window">Its number.</param>
    /// <param name="history">[history, channels].</param>
    /// <param name="horizon">[horizon, channels].</param>
    public void Copy(int window, Span<float> history, Span<float> horizon)
    {
        if ((uint)window >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(window), window, $"There are {Count} windows.");

        var (start, channels) = (first + window * stride, series.Channels);
        series.Values.Slice(start * channels, History * channels).CopyTo(history);
        series.Values.Slice((start + History) * channels, Horizon * channels).CopyTo(horizon);
        Scale.Apply(history[..(History * channels)]);
        Scale.Apply(horizon[..(Horizon * channels)]);
    }
}
