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
        AssertSame([.. Enumerable.Range(0, Threads).Select(i => new Func<float[]>(() => Forward(model, new Samples(1 + 3 * i, seed: i))))]);
    }

    [Fact]
    public void Sixteen_threads_get_the_results_of_one_from_recurrences()
    {
        var model = new SmallText(seed: 1);
        AssertSame([.. Enumerable.Range(0, Threads).Select(i => new Func<float[]>(() => Read(model, new Texts(1 + 2 * i, seed: i))))]);
    }

    static void AssertSame(Func<float[]>[] calls)
    {
        float[][] expected = [.. calls.Select(call => call())];
        var mismatches = 0;
        var failure = default(Exception);
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(i => new Thread(() =>
        {
            try
            {
                start.SignalAndWait();
                for (var round = 0; round < CallsPerThread; round++)
                {
                    var call = (i + round) % Threads;
                    if (!calls[call]().AsSpan().SequenceEqual(expected[call])) Interlocked.Increment(ref mismatches);
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

    static float[] Read(SmallText model, Texts texts)
    {
        var scores = new float[texts.Tokens.Length * Texts.Vocabulary];
        model.Read(texts.Tokens, scores, t: Texts.Length);
        return scores;
    }
}
