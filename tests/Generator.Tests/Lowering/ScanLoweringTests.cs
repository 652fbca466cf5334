using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Ops.Recurrence;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Scans and their derivatives as loops of kernels compute what the graph says; the interpreter checks every access, and that chunks do not depend on each other.</summary>
public sealed class ScanLoweringTests
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
    public void LoopsOfKernelsComputeTheScan(string name, string length, bool backwards) => Check(Graph(name, length, backwards), EntryKind.Evaluation);

    [Theory]
    [MemberData(nameof(Cases))]
    public void LoopsOfKernelsComputeTheDerivative(string name, string length, bool backwards)
    {
        var graph = Graph(name, length, backwards);
        Check(ReverseMode.Differentiate(graph, [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Select(p => p.Path)]), EntryKind.Training);
    }

    // A parameter of symbolic shape is none: it is given, and its gradient is a result.
    static Graph WithInputs(Graph graph)
    {
        var given = graph.Values.Select(v => v.Op).OfType<Parameter>().Where(p => p.Shape.Size.Constant is null).Select(p => p.Path).ToHashSet();
        var entry = graph.Rewrite((target, value, operands) => value.Op is Parameter p && given.Contains(p.Path)
            ? target.Add(new Input(p.Path, value.Type))
            : GraphRewriter.Copy(target, value, operands));
        for (var i = 0; i < entry.Outputs.Count; i++)
        {
            if (entry.Outputs[i] is { Kind: OutputKind.Gradient } gradient && given.Contains(gradient.Name))
                entry.Outputs[i] = gradient with { Kind = OutputKind.Result, Name = $"d{gradient.Name}" };
        }
        return entry;
    }

    static void Check(Graph graph, EntryKind kind)
    {
        graph = WithInputs(graph);
        var source = new TensorSource(5, -1, 1);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph);
        var actual = Programs.Interpret(PassList.Run(graph, CancellationToken.None), kind, source, Precision.Double);
        foreach (var (a, b) in expected.Zip(actual)) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) < 1e-9 * (1 + Math.Abs(p)));
    }

    static Graph Graph(string name, string length, bool backwards) => Recurrences.All[name](length == "T" ? Dim.Symbol("T") : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture), backwards);
}
