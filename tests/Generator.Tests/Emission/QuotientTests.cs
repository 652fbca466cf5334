using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>Sigmoids and tangents that meet are divided once, and mean what they meant.</summary>
public sealed class QuotientTests
{
    static readonly Dictionary<string, (Func<Value[], Value[]> Compute, int Divisions, int Alone)> Cases = new()
    {
        ["a product"] = (x => [x[0].Sigmoid() * x[1].Tanh()], 1, 0),
        ["a difference"] = (x => [x[0].Tanh() - x[1].Sigmoid()], 1, 0),
        ["a cell's state"] = (x => [x[1].Sigmoid() * x[2] + x[0].Sigmoid() * x[3].Tanh()], 1, 0),
        ["a cell"] = (x => Cell(x), 2, 0),
        ["a gated mean"] = (x => [(1 - x[0].Sigmoid()) * x[1].Tanh() + x[0].Sigmoid() * x[2]], 1, 0),
        ["a square"] = (x => [x[0].Sigmoid() * (1 - x[0].Sigmoid())], 0, 1),
        ["one alone"] = (x => [x[0].Sigmoid() * x[1] + x[2]], 0, 1),
        ["needed anyway"] = (x => [x[0].Sigmoid(), x[0].Sigmoid() * x[1].Tanh()], 0, 2),
        ["more than three"] = (x => [x[0].Sigmoid() * x[1].Tanh() * x[2].Sigmoid() * x[3].Tanh()], 1, 1),
        ["in an argument"] = (x => [(x[0].Sigmoid() * x[1].Tanh()).Tanh() * x[2].Sigmoid()], 2, 0),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void WhatMeetsIsDividedOnce(string name)
    {
        var (_, divisions, alone) = Cases[name];
        var kernel = Assert.IsType<LoopKernel>(Assert.Single(Merged(name).Main.Launches()).Kernel);
        // Expressions share parts: equal ones are computed once.
        var calls = kernel.Body.SelectMany(statement => statement.Expressions()).OfType<Call>().Distinct().ToList();
        Assert.Equal(divisions, calls.Count(call => call.Intrinsic == Intrinsic.Divide));
        Assert.Equal(alone, calls.Count(call => call.Intrinsic is Intrinsic.Sigmoid or Intrinsic.Tanh));
    }

    // Small arguments, and those where nothing is left of one side.
    [Theory]
    [MemberData(nameof(Names))]
    public void ItMeansTheSame(string name)
    {
        foreach (var size in new[] { 1e-3, 3, 200 })
        {
            var source = new TensorSource(3, -size, size);
            var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(Graph(name));
            var actual = Programs.Interpret(Graph(name), EntryKind.Forward, Merged(name), source, Precision.Double);
            foreach (var (a, b) in expected.Zip(actual)) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) <= 1e-12 * (1 + Math.Abs(p)));
        }
    }

    static EntryProgram Merged(string name)
    {
        var program = Programs.Fused(Graph(name), EntryKind.Forward);
        return program with { Main = program.Main.Replace(launch => launch with { Kernel = Quotients.Run((LoopKernel)launch.Kernel) }) };
    }

    static Value[] Cell(Value[] x)
    {
        var cell = x[1].Sigmoid() * x[2] + x[0].Sigmoid() * x[3].Tanh();
        return [cell, x[4].Sigmoid() * cell.Tanh()];
    }

    static Graph Graph(string name)
    {
        var graph = new Graph();
        Value[] x = [.. Enumerable.Range(0, 5).Select(i => graph.Add(new Input($"x{i}", new TensorType(DType.Float32, Shape.Of(Dim.Symbol("N"), 37)))))];
        foreach (var (value, i) in Cases[name].Compute(x).Select((value, i) => (value, i))) graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", value));
        return PassList.Run(graph, CancellationToken.None);
    }
}
