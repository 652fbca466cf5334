using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Ops.Recurrence;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Scans against the same recurrence written step by step, and their derivatives against finite differences.</summary>
public sealed class ScanTests
{
    public static TheoryData<string, string, bool> Cases()
    {
        var cases = new TheoryData<string, string, bool>();
        foreach (var name in Recurrences.All.Keys)
            foreach (var length in new[] { "1", "4", "T" })
                foreach (var backwards in new[] { false, true }) cases.Add(name, length, backwards);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TheDerivativeIsThatOfTheLoss(string name, string length, bool backwards) =>
        Assert.True(FiniteDifferences.LargestError(Graph(name, length, backwards), new TensorSource(3, -1, 1)) < 1e-6);

    [Theory]
    [MemberData(nameof(Cases))]
    public void PassesKeepLossAndDerivative(string name, string length, bool backwards)
    {
        var graph = Graph(name, length, backwards);
        var derived = ReverseMode.Differentiate(graph, [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Select(p => p.Path)]);
        GraphVerifier.Verify(derived, nameof(ReverseMode));
        var source = new TensorSource(5, -1, 1);
        var expected = Evaluate(derived, source);
        var optimized = PassList.Run(derived, CancellationToken.None, (pass, result) => GraphVerifier.Verify(result, pass.GetType().Name));
        foreach (var (a, b) in expected.Zip(Evaluate(optimized, source)))
            Assert.Equal(a, b, (p, q) => Math.Abs(p - q) < 1e-9 * (1 + Math.Abs(p)));
    }

    static Graph Graph(string name, string length, bool backwards) => Recurrences.All[name](length == "T" ? Dim.Symbol("T") : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture), backwards);

    static IReadOnlyList<double[]> Evaluate(Graph graph, TensorSource source) => new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph);
}
