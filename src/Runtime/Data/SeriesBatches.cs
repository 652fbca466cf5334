using System;

namespace Sinter;

/// <summary>The batches of an epoch of windows, gathered one at a time into the same memory.</summary>
public sealed class SeriesBatches
{
    readonly SeriesWindows windows;
    readonly BatchOrder order;
    readonly int historyLength, horizonLength;
    readonly float[] histories, horizons;
    int count;

    internal SeriesBatches(SeriesWindows windows, BatchOrder order, int size, int channels)
    {
        (this.windows, this.order) = (windows, order);
        (historyLength, horizonLength) = (windows.History * channels, windows.Horizon * channels);
        histories = new float[checked(size * historyLength)];
        horizons = new float[checked(size * horizonLength)];
    }

    /// <summary>The number of batches.</summary>
    public int Count => order.Count;

    /// <summary>The batches passed. Setting it, before the loop, resumes an epoch.</summary>
    public int Position
    {
        get => order.Position;
        set => order.Position = value;
    }

    /// <summary>The batch that the loop is at.</summary>
    public SeriesBatch Current => new(histories.AsSpan(0, count * historyLength), horizons.AsSpan(0, count * horizonLength), order.Current);

    /// <summary>The rest of the epoch; it can be walked once.</summary>
    public SeriesBatches GetEnumerator() => this;

    /// <summary>Gathers the next batch; false at the end.</summary>
    public bool MoveNext()
    {
        if (!order.MoveNext()) return false;

        count = order.Current.Length;
        for (var i = 0; i < count; i++) windows.Copy(order.Current[i], histories.AsSpan(i * historyLength), horizons.AsSpan(i * horizonLength));
        return true;
    }
}

/// <summary>Some windows. Valid until the loop goes on.</summary>
public readonly ref struct SeriesBatch
{
    internal SeriesBatch(ReadOnlySpan<float> history, ReadOnlySpan<float> horizon, ReadOnlySpan<int> items)
    {
        History = history;
        Horizon = horizon;
        Items = items;
    }

    /// <summary>[count, history, channels]: what is known.</summary>
    public ReadOnlySpan<float> History { get; }

    /// <summary>[count, horizon, channels]: what follows.</summary>
    public ReadOnlySpan<float> Horizon { get; }

    /// <summary>The windows' numbers, in the order of time.</summary>
    public ReadOnlySpan<int> Items { get; }

    /// <summary>The number of windows.</summary>
    public int Count => Items.Length;
}
