using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

/// <summary>Every sample of every op, forward and with its gradient, through all passes and fusion: the same numbers as op by op.</summary>
public sealed class CatalogLoweringTests
{
    public static TheoryData<string> Samples => [.. OpSamples.All.Keys];

    public static TheoryData<string> DifferentiableSamples => [.. OpSamples.All.Where(s => s.Value.Differentiable).Select(s => s.Key)];

    [Theory]
    [MemberData(nameof(Samples))]
    public void FusedForwardIsTheGraph(string key) => Check(OpSamples.Forward(OpSamples.All[key]), OpSamples.All[key], EntryKind.Forward);

    [Theory]
    [MemberData(nameof(DifferentiableSamples))]
    public void FusedGradientIsTheGraph(string key)
    {
        var sample = OpSamples.All[key];
        var parameters = Enumerable.Range(0, sample.Operands.Count).Where(i => sample.Operands[i].DType == DType.Float32).Select(i => $"x{i}").ToList();
        Check(ReverseMode.Differentiate(OpSamples.Loss(sample), parameters), sample, EntryKind.Training);
    }

    static void Check(Graph graph, OpSample sample, EntryKind kind)
    {
        var source = OpSamples.Tensors(sample);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph);
        var optimized = PassList.Run(graph, CancellationToken.None);
        var actual = Programs.Interpret(optimized, kind, source, Precision.Double);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            Assert.All(expected[i].Zip(actual[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * (1 + System.Math.Abs(pair.First))));
        }
    }
}
