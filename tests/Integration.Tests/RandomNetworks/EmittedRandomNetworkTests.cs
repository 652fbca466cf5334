using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.RandomNetworks;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Emitted code computes what the interpreter does: random networks, compiled many at a time, run through their public members at each vector width.</summary>
public sealed class EmittedRandomNetworkTests
{
    const int PerCompilation = 30;

    static int Count => int.TryParse(Environment.GetEnvironmentVariable("SINTER_RANDOM_NETWORKS"), out var count) ? count : 300;

    public static TheoryData<int> Batches => new(Enumerable.Range(0, (Count + PerCompilation - 1) / PerCompilation));

    [Theory, MemberData(nameof(Batches))]
    public void EmittedCodeEqualsTheInterpreter(int batch)
    {
        var models = new EmittedModels();
        var graphs = new Dictionary<string, (Graph Graph, int Seed)>();
        foreach (var seed in Enumerable.Range(batch * PerCompilation, PerCompilation))
        {
            // Every third one trains.
            var (graph, kind) = seed % 3 == 0 ? (Training(seed), EntryKind.Training) : (RandomGraphs.Forward(seed), EntryKind.Forward);
            var optimized = PassList.Run(graph, CancellationToken.None);
            graphs.Add($"seed {seed}", (optimized, seed));
            models.Add($"seed {seed}", optimized, kind);
        }
        // Widths take turns, so that each runs a hundred networks of three hundred.
        var failures = graphs.SelectMany(g => Differences(models, g.Key, g.Value.Graph, g.Value.Seed, 128 << (batch % 3))).ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    static Graph Training(int seed)
    {
        var graph = RandomGraphs.Loss(seed);
        return ReverseMode.Differentiate(graph, [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Select(p => p.Path)]);
    }

    static IEnumerable<string> Differences(EmittedModels models, string key, Graph graph, int seed, int width)
    {
        var tensors = new TensorSource(seed, -1, 1);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), tensors.Content).Evaluate(graph);
        var actual = models.Run(key, width, tensors);
        for (var output = 0; output < expected.Count; output++)
        {
            // Rounding is relative to the largest terms of a sum.
            var scale = 1 + expected[output].Select(Math.Abs).DefaultIfEmpty().Max();
            var worst = expected[output].Zip(actual[output], (e, a) => Math.Abs(e - a)).DefaultIfEmpty().Max();
            if (!(worst <= 1e-4 * scale)) yield return $"{key}, output {output}, {width} bits: differs by {worst} at a scale of {scale}.";
        }
    }
}
