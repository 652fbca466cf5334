using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.RandomNetworks;

using Parameter = Sinter.Generator.GraphIR.Parameter;

/// <summary>Passes and lowering keep the meaning of whatever graph comes: random ones against the unfused interpreter. SINTER_RANDOM_NETWORKS asks for more of them.</summary>
public sealed class RandomNetworkTests
{
    const int PerTest = 25;

    static int Count => int.TryParse(Environment.GetEnvironmentVariable("SINTER_RANDOM_NETWORKS"), out var count) ? count : 300;

    public static TheoryData<int> Batches => new(Enumerable.Range(0, (Count + PerTest - 1) / PerTest));

    [Fact]
    public void EveryFunctionTheyCallExists() => Assert.All(RandomGraphs.Functions, function => Assert.Contains(function, OpCatalog.Functions.Keys));

    [Theory, MemberData(nameof(Batches))]
    public void FusedInferenceEqualsUnfused(int batch) => ForEach(batch, seed => Check(RandomGraphs.Forward(seed), EntryKind.Forward, seed));

    [Theory, MemberData(nameof(Batches))]
    public void FusedTrainingEqualsUnfused(int batch) => ForEach(batch, seed => Check(Training(seed), EntryKind.Training, seed));

    [Theory, MemberData(nameof(Batches))]
    public void GradientsEqualFiniteDifferences(int batch) => ForEach(batch, seed =>
    {
        var error = FiniteDifferences.LargestError(RandomGraphs.Loss(seed), new TensorSource(seed), directions: 1);
        Assert.True(error < 1e-5, $"differs by {error}");
    }, every: 5);

    static Graph Training(int seed)
    {
        var graph = RandomGraphs.Loss(seed);
        return ReverseMode.Differentiate(graph, [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Select(p => p.Path)]);
    }

    // In double precision, so that another order of operations is no difference.
    static void Check(Graph graph, EntryKind kind, int seed)
    {
        GraphVerifier.Verify(graph, "generation");
        var tensors = new TensorSource(seed, -1, 1);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), tensors.Content).Evaluate(graph);
        var optimized = PassList.Run(graph, CancellationToken.None, (pass, result) =>
        {
            GraphVerifier.Verify(result, pass.GetType().Name);
            Close(expected, new GraphInterpreter(TensorSource.Machine(Precision.Double), tensors.Content).Evaluate(result), pass.GetType().Name);
        });
        Close(expected, Programs.Interpret(optimized, kind, tensors, Precision.Double), "fused lowering");
    }

    static void Close(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> actual, string stage)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var output = 0; output < expected.Count; output++)
        {
            Assert.Equal(expected[output].Length, actual[output].Length);
            for (var i = 0; i < expected[output].Length; i++)
            {
                var (e, a) = (expected[output][i], actual[output][i]);
                if (!(Math.Abs(e - a) <= 1e-9 * (1 + Math.Abs(e)))) Assert.Fail($"After {stage}, output {output} element {i}: {a} instead of {e}.");
            }
        }
    }

    static void ForEach(int batch, Action<int> check, int every = 1)
    {
        var failures = new List<string>();
        for (var seed = batch * PerTest; seed < (batch + 1) * PerTest; seed += every)
        {
            try
            {
                check(seed);
            }
            catch (Exception e)
            {
                failures.Add($"seed {seed}: {e.Message.Split('\n')[0]}");
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }
}
