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

namespace Sinter.Generator.Tests.Emission;

/// <summary>Every sample of every op, forward and backward, through the whole compiler and back through the generated members: the same numbers as the graph, at every vector width.</summary>
public sealed class EmittedCatalogTests
{
    static readonly Lazy<EmittedModels> Models = new(Emit);

    static readonly int[] Widths = [128, 256, 512];

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var width in Widths) foreach (var (key, _) in Graphs()) cases.Add(key, width);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EmittedCodeIsTheGraph(string key, int width)
    {
        var sample = OpSamples.All[key[(key.IndexOf(' ') + 1)..]];
        var tensors = OpSamples.Tensors(sample);
        var expected = new GraphInterpreter(new Machine(TensorSource.Dims, Precision.Double) { Seed = 42, Step = 0 }, tensors.Content).Evaluate(Graphs().Single(g => g.Key == key).Graph());
        var actual = Models.Value.Run(key, width, tensors);
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            var scale = expected[i].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
            Assert.All(expected[i].Zip(actual[i]), pair => Assert.Equal(pair.First, pair.Second, 2e-5 * (1 + scale)));
        }
    }

    static IEnumerable<(string Key, Func<Graph> Graph)> Graphs()
    {
        foreach (var (key, sample) in OpSamples.All)
        {
            yield return ($"forward {key}", () => OpSamples.Forward(sample));
            if (sample.Differentiable) yield return ($"gradient {key}", () => Differentiated(sample));
        }
    }

    static Graph Differentiated(OpSample sample)
    {
        var parameters = Enumerable.Range(0, sample.Operands.Count).Where(i => sample.Operands[i].DType == DType.Float32).Select(i => $"x{i}").ToList();
        return ReverseMode.Differentiate(OpSamples.Loss(sample), parameters);
    }

    static EmittedModels Emit()
    {
        var models = new EmittedModels();
        foreach (var (key, graph) in Graphs())
            models.Add(key, PassList.Run(graph(), CancellationToken.None), key.StartsWith("forward", StringComparison.Ordinal) ? EntryKind.Forward : EntryKind.Training);
        return models;
    }
}
