using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Ops;
using Sinter.TestKit;
using Xunit;
using Buffer = Sinter.Generator.LoopIR.Buffer;

namespace Sinter.Generator.Tests.Emission;

/// <summary>Programs with loops, written by hand: what the interpreter does, what the emitted code does, and what is computed here are one.</summary>
public sealed class EmittedLoopProgramTests
{
    const int Width = 5;

    static readonly Dim T = Dim.Symbol("T");
    static readonly Dim I = Dim.Symbol("i");
    static readonly Buffer Before = new("before", DType.Float32, 0);
    static readonly Buffer X = new("x", DType.Float32, 1);
    static readonly Buffer After = new("after", DType.Float32, 2);

    static readonly Dictionary<string, EntryProgram> Loops = new()
    {
        ["Forwards"] = Recurrence(backwards: false, copies: 0),
        ["Backwards"] = Recurrence(backwards: true, copies: 0),
        ["LongBody"] = Recurrence(backwards: false, copies: 100),
        ["Nested"] = Nested(),
    };

    static readonly Lazy<EmittedModels> Models = new(() =>
    {
        var models = new EmittedModels();
        foreach (var (name, program) in Loops) models.Add(name, Graph, EntryKind.Forward, program);
        return models;
    });

    public static TheoryData<string> Names => [.. Loops.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void LoopsRunAsTheyAreDefined(string name)
    {
        var (program, tensors) = (Loops[name], new TensorSource(3));
        LoopVerifier.Verify(program, ["T"]);
        var expected = Expected(name, tensors);
        Equal(expected, Programs.Interpret(Graph, EntryKind.Forward, program, tensors, Precision.Single)[0]);
        foreach (var width in new[] { 128, 256, 512 }) Equal(expected, Models.Value.Run(name, width, tensors)[0]);
    }

    [Fact]
    public void WhatALoopMentionsMustBeKnown()
    {
        var loop = (ProgramLoop)Loops["Forwards"].Main[1];
        Refused("its counter is an extent, or counts a loop around it", loop with { Counter = "T" });
        Refused("its counter is an extent, or counts a loop around it", loop with { Body = [loop] });
        Refused("its length mentions K, which is no extent of the entry point", loop with { Length = Dim.Symbol("K") });
        Refused("an argument's offset mentions t, which is no extent of the entry point", Start with { Arguments = [new Location(Space.Output, 0, Dim.Symbol("t"))] });
        Refused("an index value mentions t, which is bound nowhere around it", loop.Body[0]);
    }

    [Fact]
    public void WhatSlicesMentionMustBeKnown()
    {
        var slices = new ProgramSlices("T", "first", 8, [Start]);
        LoopVerifier.Verify(new EntryProgram([], [slices], Dim.Zero, Dim.Zero), ["T"]);
        Refused("The slices of K mention K, which is no extent of the entry point", slices with { Extent = "K" });
        Refused("The slices of T: T is an extent, or a counter around them", slices with { First = "T" });
        Refused("The loop over t runs T times, within slices of T", slices with { Body = [Loops["Forwards"].Main[1]] });
    }

    [Fact]
    public void OperationsOfALoopCountAsOftenAsItRuns() => Assert.Equal(T * Width * 2, ProgramCost.Operations(Loops["Forwards"]));

    [Fact]
    public void AProgramPrintsItsLoops() => Assert.Equal(
        """
        arena 0, prepared 0
        main start(Output0[0])
        main for t < T backwards
        {
            step(Output0[5*T - 5*t - 5], Input0[5*t], Output0[5*T - 5*t])
        }

        """,
        LoopPrinter.Print(Loops["Backwards"]), ignoreLineEndingDifferences: true);

    static void Refused(string reason, ProgramStep step) =>
        Assert.EndsWith($"{reason}.", Assert.Throws<InvalidOperationException>(() => LoopVerifier.Verify(new EntryProgram([], [step], Dim.Zero, Dim.Zero), ["T"])).Message);

    static void Equal(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    // What enters and leaves: x [T, 5], y [T + 1, 5].
    static Graph Graph
    {
        get
        {
            var graph = new Graph();
            var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(T, Width))));
            graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", x.Pad([0, 0], [1, 0])));
            return graph;
        }
    }

    static double[] Expected(string name, TensorSource tensors)
    {
        var x = tensors.Content(Graph.Values[0].Op);
        var length = (int)TensorSource.Dims["T"];
        var y = new double[(length + 1) * Width];
        for (var s = 0; s < length; s++)
        {
            var t = name == "Backwards" ? length - 1 - s : s;
            for (var i = 0; i < Width; i++) y[(s + 1) * Width + i] = name == "Nested" ? 10 * t + i : y[s * Width + i] * x[t * Width + i] + t;
        }
        return y;
    }

    // after = before·x + t; where the body is to be long, after a detour over many copies.
    static EntryProgram Recurrence(bool backwards, int copies)
    {
        var t = Dim.Symbol("t");
        var done = backwards ? T - 1 - t : t;
        var value = new Load(Before, I) * new Load(X, I) + Expr.Call(Intrinsic.ToFloat, new IndexValue(t));
        var step = new LoopKernel("step", "before·x + t", [Before, X, After], "i", Width, 64, LoopKind.Vector, default, [new Store(After, I, value)]);
        var copy = new LoopKernel("copy", "", [Before, X with { Name = "copy" }], "i", Width, 64, LoopKind.Vector, default, [new Store(X with { Name = "copy" }, I, new Load(Before, I))]);
        var last = new Location(Space.Output, 0, done * Width);
        var body = new List<ProgramStep>();
        for (var i = 0; i < copies; i++)
        {
            var next = new Location(Space.Arena, 0, 16 * i);
            body.Add(new Launch(copy, [last, next]));
            last = next;
        }
        body.Add(new Launch(step, [last, new Location(Space.Input, 0, t * Width), new Location(Space.Output, 0, (done + 1) * Width)]));
        return new EntryProgram([], [Start, new ProgramLoop("t", T, backwards, body.ToEquatableArray())], 16 * copies, Dim.Zero);
    }

    // Two loops, of which the inner one writes a single element: 10·t + i.
    static EntryProgram Nested()
    {
        var (t, s) = (Dim.Symbol("t"), Dim.Symbol("s"));
        var element = new Buffer("element", DType.Float32, 0);
        var kernel = new LoopKernel("element", "10·t + s", [element], "once", Dim.One, Dim.One, LoopKind.Serial, default,
            [new Store(element, Dim.Zero, Expr.Call(Intrinsic.ToFloat, new IndexValue(10 * t + s)))]);
        var inner = new ProgramLoop("s", Width, Backwards: true, [new Launch(kernel, [new Location(Space.Output, 0, (t + 1) * Width + s)])]);
        return new EntryProgram([], [Start, new ProgramLoop("t", T, Backwards: false, [inner])], Dim.Zero, Dim.Zero);
    }

    static Launch Start => new(
        new LoopKernel("start", "", [Before], "i", Width, 64, LoopKind.Vector, default, [new Store(Before, I, 0)]),
        [new Location(Space.Output, 0, Dim.Zero)]);
}
