using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Sinter.Runtime.Tests.Data;

public class TimeSeriesTests
{
    [Theory]
    [InlineData(10, 3, 1, 1, 7)]
    [InlineData(10, 3, 2, 2, 3)]
    [InlineData(10, 9, 1, 5, 1)]
    public void Windows_cover_the_series(int steps, int history, int horizon, int stride, int count)
    {
        var windows = Steps(steps).Windows(history, horizon, stride);
        Assert.Equal(count, windows.Count);
        foreach (var batch in windows.Batches(2))
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var start = batch.Items[i] * stride;
                Assert.Equal(Enumerable.Range(start, history).Select(step => (float)step), batch.History.Slice(i * history, history).ToArray());
                Assert.Equal(Enumerable.Range(start + history, horizon).Select(step => (float)step), batch.Horizon.Slice(i * horizon, horizon).ToArray());
            }
        }
    }

    /// <summary>What the first part sees ends where the second part's horizons begin, and no step from there on changes anything in the first part.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(2, 3)]
    public void Nothing_of_the_second_part_leaks_into_the_first(int horizon, int stride)
    {
        var (first, second) = Steps(50).Windows(4, horizon, stride).Split(0.8, normalize: false);
        var seen = Collected(first).SelectMany(window => window).ToArray();
        Assert.InRange(seen.Max(), 40 - stride, 39);
        Assert.All(seen, step => Assert.InRange(step, 0, 39));
        Assert.All(Collected(second), window => Assert.InRange(window[4], 40, 49));
        Assert.Equal(40, Collected(second)[0][4]);

        var changed = Steps(50).Values.ToArray();
        for (var step = 40; step < 50; step++) changed[step] = 1e6f;
        Assert.Equal(Collected(Steps(50).Windows(4, horizon, stride).Split(0.8).First), Collected(new TimeSeries(changed).Windows(4, horizon, stride).Split(0.8).First));
    }

    [Fact]
    public void Scales_by_mean_and_deviation_of_the_first_part()
    {
        var (first, second) = new TimeSeries([1, 5, 3, 5, 2, 5, 4, 5, 90, 5], channels: 2).Windows(1).Split(0.8);
        Assert.Same(first.Scale, second.Scale);
        Assert.Equal([2.5f, 5], first.Scale.Mean.ToArray());
        Assert.Equal([(float)Math.Sqrt(1.25), 1], first.Scale.Deviation.ToArray());

        var (history, horizon) = (new float[2], new float[2]);
        second.Copy(0, history, horizon);
        Assert.Equal((float)(1.5 / Math.Sqrt(1.25)), history[0], 1e-6f);
        Assert.Equal(0, history[1]);
        second.Scale.Restore(horizon);
        Assert.Equal(90, horizon[0], 1e-4f);
        Assert.Equal(5, horizon[1]);
    }

    [Fact]
    public void The_order_depends_on_seed_and_epoch_and_resumes()
    {
        var windows = Steps(60).Windows(3);
        var whole = Items(windows.Batches(8, shuffle: true, seed: 1, epoch: 1));
        var rest = windows.Batches(8, shuffle: true, seed: 1, epoch: 1);
        rest.Position = 2;
        Assert.Equal(whole[16..], Items(rest));
        Assert.Equal(Enumerable.Range(0, 57), whole.Order());
        Assert.NotEqual(whole, Items(windows.Batches(8, shuffle: true, seed: 1, epoch: 2)));
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        var batches = Steps(100).Windows(4).Split(0.8).First.Batches(8, shuffle: true);
        batches.MoveNext();
        var (before, sum) = (GC.GetAllocatedBytesForCurrentThread(), 0f);
        while (batches.MoveNext()) sum += batches.Current.History[0];
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(float.IsFinite(sum));
    }

    [Fact]
    public void Refuses_what_does_not_fit()
    {
        Assert.Contains("step 1, channel 0 is NaN", Assert.Throws<ArgumentException>(() => new TimeSeries([1, float.NaN])).Message);
        Assert.Contains("5 + 1 steps is longer than the series, which has 5", Assert.Throws<ArgumentException>(() => Steps(5).Windows(5)).Message);
        Assert.Contains("2 steps before the split are too few for a history of 4", Assert.Throws<ArgumentException>(() => Steps(20).Windows(4).Split(0.1)).Message);
        Assert.Throws<ArgumentException>(() => new TimeSeries([1, 2, 3], channels: 2));
    }

    static TimeSeries Steps(int count) => new(Enumerable.Range(0, count).Select(step => (float)step).ToArray());

    static float[][] Collected(SeriesWindows windows)
    {
        var collected = new List<float[]>();
        foreach (var batch in windows.Batches(1)) collected.Add([.. batch.History, .. batch.Horizon]);
        return [.. collected];
    }

    static int[] Items(SeriesBatches batches)
    {
        var items = new List<int>();
        foreach (var batch in batches) items.AddRange(batch.Items);
        return [.. items];
    }
}
