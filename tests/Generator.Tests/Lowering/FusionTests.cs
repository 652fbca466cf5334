using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Views;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Fused programs compute what the graph says, in as few kernels as they should.</summary>
public sealed class FusionTests
{
    [Fact]
    public void AnElementwiseChainWithABroadcastBiasIsOneKernel()
    {
        var kernels = Check(g =>
        {
            var (x, bias) = (Input(g, "x", "N", 7, 5), Parameter(g, "bias", 5));
            return ((x + bias).Exp() * 0.5 - x).Exp();
        });
        Assert.Single(kernels);
    }

    [Fact]
    public void AnElementwiseChainOverOneShapeIsOneFlatLoop()
    {
        var kernels = Check(g => Input(g, "x", "N", 7, 5).Exp() * Input(g, "y", "N", 7, 5));
        Assert.Equal(LoopKind.Vector, Assert.IsType<LoopKernel>(Assert.Single(kernels)).Kind);
    }

    [Fact]
    public void NormalizingARowIsOneKernel()
    {
        var kernels = Check(g =>
        {
            var x = Input(g, "x", "N", 10);
            var e = x.Exp();
            return e / e.SumKept([1]);
        });
        Assert.Single(kernels);
    }

    [Fact]
    public void MeanAndVarianceOfARowAreOneKernel()
    {
        var kernels = Check(g =>
        {
            var x = Input(g, "x", "N", "T", 12);
            var centered = x - x.SumKept([2]) / 12;
            var variance = (centered * centered).SumKept([2]) / 12;
            return centered / (variance + 1e-5) * Parameter(g, "weight", 12) + Parameter(g, "bias", 12);
        });
        Assert.Single(kernels);
    }

    [Fact]
    public void SumsOverColumnsShareTheirPass()
    {
        var kernels = Check(g => Input(g, "x", "N", 6, 5) is var x ? [x.Sum([0, 1]), (x * x).Sum([0, 1])] : []);
        Assert.Single(kernels);
    }

    [Fact]
    public void SumsOfDifferentTensorsDoNotWaitForEachOther()
    {
        var kernels = Check(g => [Input(g, "x", "N", 6, 5).Sum([0, 1]), Input(g, "y", "N", 6, 5).Sum([0, 1])]);
        Assert.Equal(2, kernels.Count);
    }

    [Fact]
    public void ATransposedReadIsFoldedIntoTheReader()
    {
        var kernels = Check(g => Input(g, "x", "N", 4, 6).Transpose(0, 2, 1).Exp() + Input(g, "y", "N", 6, 4));
        Assert.Single(kernels);
    }

    [Fact]
    public void AValueAndItsTransposeAreNotOneIteration()
    {
        var kernels = Check(g => Input(g, "x", 5, 5).Exp() is var y ? [y + y.Transpose(1, 0)] : []);
        Assert.Equal(2, kernels.Count);
    }

    [Fact]
    public void AReshapeOfMemoryIsFree()
    {
        var kernels = Check(g => Input(g, "x", "N", 4, 6).Reshape(Shape.Of(Dim.Symbol("N"), 24)).Exp());
        Assert.Equal(LoopKind.Vector, Assert.IsType<LoopKernel>(Assert.Single(kernels)).Kind);
    }

    [Fact]
    public void TheFlatteningOfATransposeIsAPlainCopy()
    {
        var kernels = Check(g => Input(g, "x", "N", 4, 6).Transpose(0, 2, 1).Reshape(Shape.Of(Dim.Symbol("N"), 24)).Exp());
        Assert.All(kernels.Cast<LoopKernel>(), k => Assert.All(k.Body.SelectMany(LoopRewriter.Indices), index => Assert.DoesNotContain("/", index.ToString())));
    }

    /// <summary>Packing reads the weights of a flattened image where the parameter lies.</summary>
    [Theory]
    [InlineData(4, 5, 3, 70)]
    [InlineData(64, 7, 7, 10)]
    [InlineData(1, 9, 2, 3)]
    public void WeightsInAnotherOrderAreTurnedByPacking(int channels, int height, int width, int columns)
    {
        var size = channels * height * width;
        Value[] Build(Graph g) => [Flat(g, channels, height, width).MatMul(Parameter(g, "weight", columns, size).Transpose(1, 0))];
        Check(Build, new FlattenInPlace(), new Canonicalize());
        var program = Prepared(Build);
        Assert.IsType<PackKernel>(Assert.Single(program.Prepare.Launches()).Kernel);
        Assert.IsType<ContractionKernel>(Assert.Single(program.Main.Launches()).Kernel);
    }

    /// <summary>Two products that want the weights in two orders share the parameter; another reader of the turned weights gets a copy, and packing reads that.</summary>
    [Fact]
    public void WeightsInAnotherOrderHaveOtherReaders()
    {
        Check(
            g =>
            {
                var weight = Parameter(g, "weight", 6, 60).Transpose(1, 0);
                return [Flat(g, 4, 5, 3).MatMul(weight), Input(g, "y", "N", 60).MatMul(weight), Input(g, "z", 60, 6) * weight];
            },
            new FlattenInPlace(), new Canonicalize());

        Value[] Turned(Graph g)
        {
            var weight = Parameter(g, "weight", 6, 60).Transpose(1, 0).Reshape(Shape.Of(4, 5, 3, 6)).Transpose(1, 2, 0, 3).Reshape(Shape.Of(60, 6));
            return [Input(g, "x", "N", 60).MatMul(weight), Input(g, "z", 60, 6) * weight, weight.Exp()];
        }
        Check(Turned);
    }

    /// <summary>A product with an operand in another order that changes with every call, and one on the left of the product.</summary>
    [Fact]
    public void OtherOperandsInAnotherOrderAreCopied() => Check(g =>
    [
        Input(g, "x", "N", 60).MatMul(Input(g, "w", 60, 6).Reshape(Shape.Of(4, 5, 3, 6)).Transpose(1, 2, 0, 3).Reshape(Shape.Of(60, 6))),
        Parameter(g, "left", 7, 60).Reshape(Shape.Of(7, 4, 15)).Transpose(0, 2, 1).Reshape(Shape.Of(7, 60)).MatMul(Input(g, "right", 60, 6)),
        Parameter(g, "first", 60, 60).MatMul(Parameter(g, "second", 60, 6).Reshape(Shape.Of(4, 15, 6)).Transpose(1, 0, 2).Reshape(Shape.Of(60, 6))) * Input(g, "s", 60, 6),
    ]);

    [Fact]
    public void LanesRunAlongWhatLiesSideBySide()
    {
        var kernels = Check(g => Input(g, "x", "N", 7, 32) is var x ? [(x * x + Input(g, "y", "N", 7, 32)).Transpose(0, 2, 1)] : []);
        var loops = Assert.IsType<Loop>(Assert.Single(Assert.IsType<LoopKernel>(Assert.Single(kernels)).Body));
        Assert.Equal(32, Assert.IsType<Loop>(Assert.Single(loops.Body)).Extent.Constant);
    }

    // The interpreter checks the bounds of every read.
    [Fact]
    public void NothingIsReadAheadOfThePaddingTest()
    {
        var kernels = Check(g => g.Add(new Pad { Before = [0, 2], After = [0, 3] }, Input(g, "x", "N", 6).Exp()));
        Assert.Single(kernels);
    }

    [Fact]
    public void AnInputThatIsReturnedIsCopied() => Assert.Single(Check(g => Input(g, "x", "N", 3)));

    [Fact]
    public void AValueReturnedTwiceIsComputedOnce()
    {
        var kernels = Check(g => Input(g, "x", "N", 3).Exp() is var y ? [y, y] : []);
        Assert.Single(kernels, k => k.Comment.Contains("exp"));
    }

    [Fact]
    public void WhatDependsOnParametersAloneIsPreparedOnce()
    {
        var graph = new Graph();
        var y = Input(graph, "x", "N", 5) * Parameter(graph, "scale", 5).Exp();
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", y));
        var program = Programs.Fused(graph, EntryKind.Forward);
        Assert.Single(program.Prepare);
        Assert.Single(program.Main);
        Assert.Empty(Programs.Fused(graph, EntryKind.Training).Prepare);
    }

    [Fact]
    public void BiasAndActivationAreTheEpilogueOfAMatrixProduct()
    {
        var kernels = Check(g => (g.Add(new MatMul(), Input(g, "x", "N", 7), Parameter(g, "weight", 9, 7).Transpose(1, 0)) + Parameter(g, "bias", 9)).Relu());
        Assert.NotEqual(ContractionKernel.Sum, Assert.IsType<ContractionKernel>(Assert.Single(kernels)).Epilogue);
    }

    [Fact]
    public void ABatchOfRowsIsOneMatrix()
    {
        var kernels = Check(g => g.Add(new MatMul(), Input(g, "x", "N", "T", 7), Parameter(g, "weight", 7, 9)));
        Assert.Empty(Assert.IsType<ContractionKernel>(Assert.Single(kernels)).Shape.Outer);
    }

    [Fact]
    public void BothOperandsMayBeOneTensor() => Check(g => Input(g, "x", 6, 6) is var x ? [g.Add(new MatMul(), x, x), g.Add(new MatMul(), x, x.Transpose(1, 0))] : []);

    [Fact]
    public void HeadsOfAttentionAreViews()
    {
        var kernels = Check(g =>
        {
            var (n, t) = (Dim.Symbol("N"), Dim.Symbol("T"));
            var q = Input(g, "q", "N", "T", 6).Reshape(Shape.Of(n, t, 2, 3)).Transpose(0, 2, 1, 3);
            var k = Input(g, "k", "N", "T", 6).Reshape(Shape.Of(n, t, 2, 3)).Transpose(0, 2, 3, 1);
            var v = Input(g, "v", "N", "T", 6).Reshape(Shape.Of(n, t, 2, 3)).Transpose(0, 2, 1, 3);
            var p = (g.Add(new MatMul(), q, k) * 0.5).Exp();
            return g.Add(new MatMul(), p / p.SumKept([3]), v);
        });
        Assert.Equal(2, kernels.OfType<ContractionKernel>().Count());
    }

    [Fact]
    public void AResidualIsAddedInPlace()
    {
        var kernels = Check(g =>
        {
            var x = Input(g, "x", "N", 8);
            var h = g.Add(new MatMul(), x.Exp(), Parameter(g, "weight", 8, 8));
            return h + x;
        });
        Assert.Equal(2, kernels.Count);
    }

    [Fact]
    public void AConvolutionWritesWithinThePaddingOfTheNext()
    {
        var kernels = Check(
            g =>
            {
                var hidden = Convolution(Input(g, "x", "N", 5, 6, 3), "first", 4, new Pair(1, 0)) + Parameter(g, "bias", 4);
                return [Convolution((hidden * 0.01).Exp(), "second", 2, new Pair(2, 1))];
            },
            new FrameImages());
        // The first one's image is a copy still, and zeros stand around the second one's.
        Assert.Equal(2, kernels.Count(k => k is LoopKernel));
        Assert.Equal(2, kernels.Count(k => k is ContractionKernel));
    }

    [Fact]
    public void ResidualsShareAFrame()
    {
        var kernels = Check(
            g =>
            {
                var x = Convolution(Input(g, "x", "N", 6, 5, 3), "stem", 4, 1) * 0.01;
                var inner = (Convolution(x, "a", 4, 1) * 0.01).Exp();
                var y = Convolution(inner, "b", 4, 1) + Parameter(g, "bias", 4) + x;
                var shortcut = g.Add(new Conv2dNhwc { Stride = 2 }, y, Parameter(g, "shortcut", 6, 4, 1, 1));
                var down = g.Add(new Conv2dNhwc { Stride = 2 }, Padded(y, 1), Parameter(g, "down", 6, 4, 3, 3)) * 0.01 + shortcut;
                var last = Convolution(down, "last", 6, 1) * 0.01 + down;
                return [last.Sum([1, 2])];
            },
            new FrameImages());
        Assert.Equal(6, kernels.Count(k => k is ContractionKernel));
        // Only the image from outside is copied, and the convolution at the end is added to what the one before left.
        Assert.Single(kernels, k => k.Comment.Contains("pad"));
    }

    [Fact]
    public void WhatAnEpilogueCannotReadWithinAFrameIsAKernelOfItsOwn() => Check(
        g =>
        {
            var x = Input(g, "x", "N", 4, 5, 3);
            var gated = Convolution(x, "a", 3, 1) * Input(g, "gate", "N", 1, 1, 3);
            return [Convolution(gated + x, "b", 2, 1), gated.Sum([1, 2])];
        },
        new FrameImages());

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(2, 5)]
    public void LargeImagesGoThroughAnInvertedResidualInBands(int stride, int taps)
    {
        var kernels = Check(
            g =>
            {
                var x = Input(g, "x", "N", 67, 66, 2);
                var wide = Pointwise(x, "expansion", 64) * 0.01 + Parameter(g, "bias", 64);
                var depthwise = g.Add(new DepthwiseConv2d { Geometry = new WindowGeometry(taps, stride, 1) }, Padded(wide, taps / 2), Parameter(g, "taps", taps, taps, 64));
                var narrow = Pointwise((depthwise * 0.01).Exp(), "projection", 2);
                return [stride == 1 ? narrow * 0.01 + x : narrow];
            },
            new FrameImages());
        Assert.Equal(3, Assert.IsType<BandKernel>(Assert.Single(kernels)).Stages.Count);
    }

    [Fact]
    public void WhatOthersReadIsNoBand()
    {
        var kernels = Check(
            g =>
            {
                var wide = Pointwise(Input(g, "x", "N", 32, 32, 2), "expansion", 64);
                return [Pointwise(wide * 0.01, "projection", 2), Pointwise(wide * 0.02, "other", 3)];
            });
        Assert.DoesNotContain(kernels, kernel => kernel is BandKernel);
    }

    [Fact]
    public void SmallImagesStayNearByThemselves()
    {
        var kernels = Check(g => Pointwise(Pointwise(Input(g, "x", "N", 5, 6, 2), "expansion", 8), "projection", 2));
        Assert.Equal(2, kernels.Count(k => k is ContractionKernel));
    }

    static Value Pointwise(Value x, string name, int channels) => x.Graph.Add(new Conv2dNhwc(), x, Parameter(x.Graph, name, channels, (int)x.Shape[3].Constant!.Value, 1, 1));

    static Value Convolution(Value x, string name, int channels, Pair padding) =>
        x.Graph.Add(new Conv2dNhwc(), Padded(x, padding), Parameter(x.Graph, name, channels, (int)x.Shape[3].Constant!.Value, 3, 3));

    static Value Padded(Value x, Pair padding) => x.Pad([0, padding.Y, padding.X, 0], [0, padding.Y, padding.X, 0]);

    static IReadOnlyList<Kernel> Check(Func<Graph, Value> build) => Check(g => [build(g)]);

    static IReadOnlyList<Kernel> Check(Func<Graph, Value[]> build, params Pass[] passes)
    {
        var graph = new Graph();
        foreach (var (value, i) in build(graph).Select((v, i) => (v, i))) graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", value));
        var source = new TensorSource(1);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph);
        graph = passes.Aggregate(graph, (g, pass) => pass.Run(g));
        var actual = Programs.Interpret(graph, EntryKind.Forward, source, Precision.Double);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            Assert.All(expected[i].Zip(actual[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        }
        return [.. Programs.Fused(graph, EntryKind.Forward).Main.Launches().Select(l => l.Kernel)];
    }

    // The image is [N, height, width, channels], as it is after a convolution, and flattened as [channels, height, width].
    static Value Flat(Graph g, int channels, int height, int width) =>
        Input(g, "x", "N", height, width, channels).Transpose(0, 3, 1, 2).Reshape(Shape.Of(Dim.Symbol("N"), channels * height * width));

    static EntryProgram Prepared(Func<Graph, Value[]> build)
    {
        var graph = new Graph();
        foreach (var (value, i) in build(graph).Select((v, i) => (v, i))) graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", value));
        return Programs.Fused(new Canonicalize().Run(new FlattenInPlace().Run(graph)), EntryKind.Forward);
    }

    static Value Input(Graph graph, string name, params object[] dims) => graph.Add(new Input(name, new TensorType(DType.Float32, Extents(dims))));

    static Value Parameter(Graph graph, string name, params object[] dims) => graph.Add(new Parameter(name, Extents(dims)));

    static Shape Extents(object[] dims) => Shape.Of(dims.Select(d => d is string symbol ? Dim.Symbol(symbol) : (Dim)(int)d));
}
