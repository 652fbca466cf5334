using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>A program of equal layers is a loop, and computes what the graph says.</summary>
public sealed class LoopRerollingTests
{
    const int Width = 8;

    [Fact]
    public void EqualLayersAreOneLoop()
    {
        var program = Programs.Fused(Layers(16), EntryKind.Forward);
        Assert.Equal(16, Assert.IsType<ProgramLoop>(Assert.Single(program.Prepare)).Length);
        // The first reads what the caller gives, the last writes the result; between two buffers of working memory take turns.
        Assert.Equal(3, program.Main.Count);
        Assert.Equal(7, Assert.IsType<ProgramLoop>(program.Main[1]).Length);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(17)]
    public void TheLoopComputesWhatTheLayersDo(int layers)
    {
        var (graph, source) = (Layers(layers), new TensorSource(5, -1, 1));
        Equal(graph, source, Programs.Interpret(graph, EntryKind.Forward, source, Precision.Double), 1e-12);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public void TheEmittedLoopComputesWhatTheLayersDo(int width)
    {
        var (graph, source) = (PassList.Run(Layers(17), CancellationToken.None), new TensorSource(5, -1, 1));
        var models = new EmittedModels();
        models.Add("layers", graph, EntryKind.Forward);
        Equal(graph, source, models.Run("layers", width, source), 1e-5);
    }

    [Fact]
    public void LayersOfOtherWidthsStayOutside()
    {
        var program = Programs.Fused(Layers(16, hidden: 24), EntryKind.Forward);
        Assert.Single(program.Main.Loops());
        Assert.Contains(program.Main, step => step is Launch { Kernel: ContractionKernel });
    }

    [Fact]
    public void AStepOfTrainingNamesEachLayersKernels() => Assert.Empty(Programs.Fused(Layers(17), EntryKind.Training).Main.Loops());

    static void Equal(Graph graph, TensorSource source, IReadOnlyList<double[]> actual, double tolerance)
    {
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph);
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (a, b) in expected.Zip(actual)) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) < tolerance * (1 + Math.Abs(p)));
    }

    // x → relu(x·W + b) again and again; with a hidden width of its own in front.
    static Graph Layers(int count, int hidden = Width)
    {
        var graph = new Graph();
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of([Dim.Symbol("N"), Width]))));
        x = hidden == Width ? x : Layer(Layer(x, "first", hidden), "second", Width);
        for (var i = 0; i < count; i++) x = Layer(x, $"layers.{i}", Width);
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", x));
        return graph;

        Value Layer(Value input, string name, int width)
        {
            var weight = graph.Add(new Parameter($"{name}.weight", Shape.Of([width, input.Shape.Dims[1]])));
            var bias = graph.Add(new Parameter($"{name}.bias", Shape.Of([width])));
            return (graph.Add(new MatMul(), input, weight.Transpose(1, 0)) + bias).Relu();
        }
    }
}
