using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace Sinter.Integration.Tests.Promises;

/// <summary>One model, called from many threads at once, gives each of them what it gives to one.</summary>
public sealed class ConcurrencyTests
{
    const int Threads = 16, CallsPerThread = 25;

    [Fact]
    public void Sixteen_threads_get_the_results_of_one()
    {
        var model = new SmallNet(seed: 1);
        Samples[] batches = [.. Enumerable.Range(0, Threads).Select(i => new Samples(1 + 3 * i, seed: i))];
        float[][] expected = [.. batches.Select(batch => Forward(model, batch))];

        var mismatches = 0;
        var failure = default(Exception);
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                for (var call = 0; call < CallsPerThread; call++)
                {
                    var batch = (i + call) % Threads;
                    if (!Forward(model, batches[batch]).AsSpan().SequenceEqual(expected[batch])) Interlocked.Increment(ref mismatches);
                }
            }
            catch (Exception e)
            {
                failure = e;
            }
        }))];
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();

        Assert.Null(failure);
        Assert.Equal(0, mismatches);
    }

    static float[] Forward(SmallNet model, Samples samples)
    {
        var logits = new float[samples.Labels.Length * Samples.Classes];
        model.Forward(samples.Images, logits);
        return logits;
    }
}
