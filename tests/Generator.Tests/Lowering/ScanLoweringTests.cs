using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Passes;
using Sinter.Generator.Tests.Ops.Recurrence;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Scans and their derivatives as loops of kernels compute what the graph says; the interpreter checks every access, and that chunks do not depend on each other.</summary>
public sealed class ScanLoweringTests
{
    static readonly int[] Widths = [128, 256, 512];

    static readonly Lazy<EmittedModels> Emitted = new(() =>
    {
        var models = new EmittedModels();
        foreach (var (name, backwards) in Emissions)
        {
            Add($"{name} {backwards} forward", PassList.Run(WithInputs(Graph(name, "T", backwards), OutputKind.Result), CancellationToken.None), EntryKind.Forward);
            Add($"{name} {backwards} backward", PassList.Run(Differentiated(name, "T", backwards), CancellationToken.None), EntryKind.Training);
        }
        return models;

        // As it comes, and in slices of a row, or two.
        void Add(string key, Graph graph, EntryKind kind)
        {
            models.Add(key, graph, kind);
            models.Add($"{key} in slices", graph, kind, InSlicesOfARow(Programs.Fused(graph, kind)));
        }
    });

    static IEnumerable<(string Name, bool Backwards)> Emissions => from name in Recurrences.All.Keys from backwards in new[] { false, true } select (name, backwards);

    public static TheoryData<string, bool, int> EmittedCases()
    {
        var cases = new TheoryData<string, bool, int>();
        foreach (var (name, backwards) in Emissions) foreach (var width in Widths) cases.Add(name, backwards, width);
        return cases;
    }

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
    public void LoopsOfKernelsComputeTheScan(string name, string length, bool backwards) => Check(WithInputs(Graph(name, length, backwards)), EntryKind.Evaluation);

    [Theory]
    [MemberData(nameof(Cases))]
    public void LoopsOfKernelsComputeTheDerivative(string name, string length, bool backwards) => Check(Differentiated(name, length, backwards), EntryKind.Training);

    [Theory]
    [MemberData(nameof(EmittedCases))]
    public void EmittedLoopsComputeTheScan(string name, bool backwards, int width)
    {
        var source = new TensorSource(5, -1, 1);
        var forward = WithInputs(Graph(name, "T", backwards), OutputKind.Result);
        Equal(Evaluate(forward, source), Emitted.Value.Run($"{name} {backwards} forward", width, source), 1e-5);
        Equal(Evaluate(Differentiated(name, "T", backwards), source), Emitted.Value.Run($"{name} {backwards} backward", width, source), 1e-5);
    }

    [Theory]
    [MemberData(nameof(EmittedCases))]
    public void SlicesOfTheBatchComputeTheSameBits(string name, bool backwards, int width)
    {
        var source = new TensorSource(5, -1, 1);
        foreach (var direction in new[] { "forward", "backward" })
        {
            var whole = Emitted.Value.Run($"{name} {backwards} {direction}", width, source);
            Assert.Equal(whole, Emitted.Value.Run($"{name} {backwards} {direction} in slices", width, source));
        }
    }

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    [InlineData("leaky")]
    [InlineData("swap")]
    [InlineData("nested")]
    [InlineData("embedding")]
    [InlineData("lengths")]
    [InlineData("memory")]
    public void StepsThatKeepToTheirRowsRunInSlices(string name)
    {
        foreach (var backwards in new[] { false, true })
        {
            var slices = Programs.Fused(PassList.Run(WithInputs(Graph(name, "T", backwards)), CancellationToken.None), EntryKind.Evaluation).Main.OfType<ProgramSlices>();
            Assert.Equal("N", Assert.Single(slices).Extent);
        }
    }

    [Fact]
    public void WhatOnlyTheLastStepLeavesTakesNoMemoryPerStep()
    {
        var program = Programs.Fused(FinalState("T"), EntryKind.Forward);
        Assert.DoesNotContain("T", program.ArenaSize.Symbols);
        Assert.Single(program.Main.Loops());
    }

    // Whole vectors and others: loops over what is left of a vector have a line for it.
    [Theory]
    [InlineData("16", "400")]
    [InlineData("5", "405")]
    public void EmittedSourceDoesNotGrowWithTheLength(string few, string many)
    {
        int[] Lines(string length)
        {
            var models = new EmittedModels();
            models.Add("final", FinalState(length), EntryKind.Forward);
            models.Add("backward", PassList.Run(Differentiated("lstm", length, backwards: false), CancellationToken.None), EntryKind.Training);
            return [.. models.Files.Select(file => file.Text.Count(c => c == '\n'))];
        }

        Assert.Equal(Lines(few), Lines(many));
    }

    [Fact]
    public void WeightsArePackedBeforeTheLoop()
    {
        var inference = Programs.Fused(FinalState("T"), EntryKind.Forward);
        Assert.Contains(inference.Prepare.Launches(), launch => launch.Kernel is PackKernel);
        var training = Programs.Fused(PassList.Run(Differentiated("lstm", "T", backwards: false), CancellationToken.None), EntryKind.Training);
        Assert.Empty(training.Prepare);
        Assert.Equal(2, training.Main.Loops().Count());
        Assert.DoesNotContain(training.Main.Loops().SelectMany(loop => loop.Body.Launches()), launch => launch.Kernel is PackKernel);
    }

    // The gates' derivatives lie beside each other in one tensor: each is a loop of its own, which tests nothing and so runs in lanes.
    [Fact]
    public void PartsBesideEachOtherComeApart()
    {
        var program = Programs.Fused(PassList.Run(Differentiated("lstm", "T", backwards: false), CancellationToken.None), EntryKind.Training);
        var kernels = program.Main.Loops().SelectMany(loop => loop.Body.Launches()).Select(launch => launch.Kernel).OfType<LoopKernel>().ToList();
        Assert.NotEmpty(kernels);
        var choices = kernels.SelectMany(kernel => kernel.Body).SelectMany(statement => statement.Expressions()).OfType<Call>().Where(call => call.Intrinsic == Intrinsic.Select);
        Assert.DoesNotContain(choices, choice => choice.Arguments[0].Parts().Any(part => part is IndexValue));
    }

    // What enters and leaves a step may be truth values, which take a byte each.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TruthValuesAreSlicedByBytes(bool backwards)
    {
        var graph = Masked(backwards);
        Check(graph, EntryKind.Forward);
        var models = new EmittedModels();
        models.Add("masked", PassList.Run(graph, CancellationToken.None), EntryKind.Forward);
        Equal(Evaluate(graph, new TensorSource(5, -1, 1)), models.Run("masked", 512, new TensorSource(5, -1, 1)), 1e-6);
    }

    // h' = mask ? h + x : h; whether h' is positive, turned over, at every step; and whether it ever was.
    static Graph Masked(bool backwards)
    {
        var (graph, n, t) = (new Graph(), Dim.Symbol("N"), Dim.Symbol("T"));
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(n, t, 5))));
        var mask = graph.Add(new Input("mask", new TensorType(DType.Bool, Shape.Of(t, n, 1))));
        var scan = new ScanBuilder(graph, graph, t, backwards);
        var (h, ever) = (scan.Carry(graph.Add(new Constant(0)).BroadcastTo(Shape.Of(n, 5))), scan.Carry(graph.Add(new Constant(0, DType.Bool)).BroadcastTo(Shape.Of(n, 5))));
        var next = scan.Sequence(mask).BroadcastTo(Shape.Of(n, 5)).Where(h + scan.Sequence(x, 1), h);
        var positive = next.GreaterThan(0);
        scan.Next(h, next);
        scan.Next(ever, ever.Or(positive));
        scan.RequestStack(positive);
        scan.Build();
        Value[] results = [scan.Stacked(positive).Transpose([1, 0, 2]).ToFloat() * 2, scan.Stacked(positive), scan.Final(ever), scan.History(ever), scan.Final(h)];
        for (var i = 0; i < results.Length; i++) graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", results[i]));
        return graph;
    }

    static EntryProgram InSlicesOfARow(EntryProgram program) =>
        program with { Main = program.Main.Select(step => step is ProgramSlices slices ? slices with { Fewest = Dim.One } : step).ToEquatableArray() };

    // The last state of a recurrence over x [N, T, 3].
    static Graph FinalState(string length)
    {
        var (graph, n, t) = (new Graph(), Dim.Symbol("N"), Length(length));
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(n, t, 3))));
        var (wx, wh) = (graph.Add(new Parameter("wx", Shape.Of(7, 3))), graph.Add(new Parameter("wh", Shape.Of(7, 7))));
        var scan = new ScanBuilder(graph, graph, t, backwards: false);
        var h = scan.Carry(graph.Add(new Constant(0)).BroadcastTo(Shape.Of(n, 7)));
        scan.Next(h, (scan.Sequence(x, 1).MatMul(wx.Transpose([1, 0])) + h.MatMul(wh.Transpose([1, 0]))).Tanh());
        scan.Build();
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "last", scan.Final(h)));
        return PassList.Run(graph, CancellationToken.None);
    }

    static Dim Length(string text) => text == "T" ? Dim.Symbol("T") : int.Parse(text, CultureInfo.InvariantCulture);

    static Graph Differentiated(string name, string length, bool backwards)
    {
        var graph = Graph(name, length, backwards);
        return WithInputs(ReverseMode.Differentiate(graph, [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Select(p => p.Path)]));
    }

    // A parameter of symbolic shape is none: it is given, and its gradient is a result.
    static Graph WithInputs(Graph graph, OutputKind loss = OutputKind.Loss)
    {
        var given = graph.Values.Select(v => v.Op).OfType<Parameter>().Where(p => p.Shape.Size.Constant is null).Select(p => p.Path).ToHashSet();
        var entry = graph.Rewrite((target, value, operands) => value.Op is Parameter p && given.Contains(p.Path)
            ? target.Add(new Input(p.Path, value.Type))
            : GraphRewriter.Copy(target, value, operands));
        for (var i = 0; i < entry.Outputs.Count; i++)
        {
            if (entry.Outputs[i].Kind == OutputKind.Loss) entry.Outputs[i] = entry.Outputs[i] with { Kind = loss };
            if (entry.Outputs[i] is { Kind: OutputKind.Gradient } gradient && given.Contains(gradient.Name))
                entry.Outputs[i] = gradient with { Kind = OutputKind.Result, Name = $"d{gradient.Name}" };
        }
        return entry;
    }

    static void Check(Graph graph, EntryKind kind)
    {
        var source = new TensorSource(5, -1, 1);
        Equal(Evaluate(graph, source), Programs.Interpret(PassList.Run(graph, CancellationToken.None), kind, source, Precision.Double), 1e-9);
    }

    static IReadOnlyList<double[]> Evaluate(Graph graph, TensorSource source) =>
        new GraphInterpreter(TensorSource.Machine(Precision.Double) with { Step = 0 }, source.Content).Evaluate(graph);

    static void Equal(IReadOnlyList<double[]> expected, IReadOnlyList<double[]> actual, double tolerance)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (a, b) in expected.Zip(actual)) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) < tolerance * (1 + Math.Abs(p)));
    }

    static Graph Graph(string name, string length, bool backwards) => Recurrences.All[name](Length(length), backwards);
}
