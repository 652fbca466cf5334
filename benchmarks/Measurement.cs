using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Text.Json;

namespace Sinter.Benchmarks;

/// <summary>Times of single calls after a warm-up, as one line of JSON: the form in which the peers' scripts report.</summary>
/// <param name="Seconds">How long is measured, after a third of it to warm up, at least half a second: so long the JIT compiles beside, which costs a core.</param>
internal sealed record Measurement(double Seconds)
{
    const int FewestCalls = 10, FewestWarmUps = 3;
    const double ShortestWarmUp = 0.5;

    public string Run(string name, int threads, int batch, Action call)
    {
        var warmUp = Stopwatch.StartNew();
        for (var calls = 0; calls < FewestWarmUps || warmUp.Elapsed.TotalSeconds < Math.Max(Seconds / 3, ShortestWarmUp); calls++) call();

        var times = new List<double>(1 << 20);
        GC.Collect();
        var total = Stopwatch.StartNew();
        while (total.Elapsed.TotalSeconds < Seconds || times.Count < FewestCalls)
        {
            var start = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
        times.Sort();
        double At(double quantile) => Math.Round(times[Math.Min(times.Count - 1, (int)(times.Count * quantile))], 2);
        return JsonSerializer.Serialize(new
        {
            name,
            engine = "sinter",
            threads,
            batch,
            median_us = At(0.5),
            p10_us = At(0.1),
            p90_us = At(0.9),
            iters = times.Count,
        });
    }
}
