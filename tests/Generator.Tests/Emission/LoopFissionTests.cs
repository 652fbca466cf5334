using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>Loops with two long parts are cut where a stored value is all that goes on, and mean what they meant.</summary>
public sealed class LoopFissionTests
{
    const int Columns = 37;

    static readonly Dictionary<string, (Func<Value[], Value[]> Compute, int Loops)> Cases = new()
    {
        ["a cell"] = (x => Cell(x), 2),
        ["a state that nobody else needs"] = (x => [Cell(x)[1]], 1),
        ["a short end"] = (x => Cell(x) is [var cell, _] ? [cell, cell * x[4]] : [], 1),
        ["a gate that goes on"] = (x => Cell(x) is [var cell, _] ? [cell, x[0].Sigmoid() * cell.Tanh() * x[4].Sigmoid()] : [], 1),
        ["two cells"] = (x => Cell(x) is [var cell, var output] ? [cell, output, x[3].Exp() * x[2].Exp() * output] : [], 2),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void LoopsAreCutWhereOneValueGoesOn(string name)
    {
        var kernel = Assert.IsType<LoopKernel>(Assert.Single(Cut(name).Main.Launches()).Kernel);
        Assert.Equal(Cases[name].Loops, kernel.Body.OfType<Loop>().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheyMeanTheSame(string name)
    {
        var source = new TensorSource(3, -2, 2);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(Graph(name));
        var actual = Programs.Interpret(Graph(name), EntryKind.Forward, Cut(name), source, Precision.Double);
        foreach (var (a, b) in expected.Zip(actual)) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) <= 1e-12 * (1 + Math.Abs(p)));
    }

    // A longer row does not stay near until it is read again.
    [Fact]
    public void LongRowsStayWhole() => Assert.Single(Assert.IsType<LoopKernel>(Assert.Single(Cut(Graph("a cell", 5000)).Main.Launches()).Kernel).Body.OfType<Loop>());

    static EntryProgram Cut(string name) => Cut(Graph(name));

    static EntryProgram Cut(Graph graph)
    {
        var program = Programs.Fused(graph, EntryKind.Forward);
        return program with { Main = program.Main.Replace(launch => launch with { Kernel = LoopFission.Run(Quotients.Run((LoopKernel)launch.Kernel)) }) };
    }

    static Value[] Cell(Value[] x)
    {
        var cell = x[1].Sigmoid() * x[2] + x[0].Sigmoid() * x[3].Tanh();
        return [cell, x[4].Sigmoid() * cell.Tanh()];
    }

    // Columns of a wider matrix, so that rows are a loop of their own.
    static Graph Graph(string name, int columns = Columns)
    {
        var graph = new Graph();
        var all = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(Dim.Symbol("N"), 5 * columns))));
        Value[] x = [.. Enumerable.Range(0, 5).Select(i => all.Slice(1, new SliceRange(i * columns, columns)))];
        foreach (var (value, i) in Cases[name].Compute(x).Select((value, i) => (value, i))) graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", value));
        return PassList.Run(graph, CancellationToken.None);
    }
}
