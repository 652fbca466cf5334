using System;
using Xunit;

namespace Sinter.Runtime.Tests.Training;

public class MetricsTests
{
    [Fact]
    public void Accuracy_counts_the_rows_whose_largest_score_is_at_the_label()
    {
        float[] scores = [1, 2, 0, 5, 4, 3, 0, 0, 1, 7, 7, 7];
        Assert.Equal(0.75, Metrics.Accuracy(scores, [1, 0, 0, 0]));
        Assert.Equal(3, Metrics.Correct(scores, [1, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => Metrics.Accuracy(scores, [1, 0, 0, 0, 0]));
        Assert.Throws<ArgumentException>(() => Metrics.ArgMax([]));
    }

    [Fact]
    public void Mean_weighs_batches_by_their_size()
    {
        var mean = new RunningMean();
        Assert.True(double.IsNaN(mean.Mean));
        mean.Add(1, 30);
        mean.Add(4, 10);
        Assert.Equal(1.75, mean.Mean);
    }
}
