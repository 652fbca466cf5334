using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Ops;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.GraphIR;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Ops with several results, by one that computes a sum and a difference.</summary>
public sealed class BundleTests
{
    [Fact]
    public void FusedPartsAreWhatTheGraphSays()
    {
        var graph = new Graph();
        var (a, b) = (graph.Add(new Parameter("a", Shape.Of(7))), graph.Add(new Input("b", new TensorType(DType.Float32, Shape.Of(7)))));
        var both = graph.Add(new SumAndDifference(), a * 2, b);
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", both.Part(0) * both.Part(1)));
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "sum", both.Part(0)));
        var source = new TensorSource(1);
        var (x, y) = (source.Content(a.Op), source.Content(b.Op));
        var actual = Programs.Interpret(graph, EntryKind.Forward, source, Precision.Double);
        Assert.Equal(x.Zip(y, (p, q) => (2 * p + q) * (2 * p - q)), actual[0], (p, q) => System.Math.Abs(p - q) < 1e-9);
        Assert.Equal(x.Zip(y, (p, q) => 2 * p + q), actual[1]);
        Assert.Equal(new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph), actual);
    }

    [Fact]
    public void APartThatNobodyAsksForHasNoBuffer()
    {
        var graph = new Graph();
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(Dim.Symbol("N"), 7))));
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", graph.Add(new SumAndDifference(), x, x).Part(1)));
        var launch = Assert.IsType<Launch>(Assert.Single(Programs.Fused(graph, EntryKind.Forward).Main));
        Assert.Equal(2, launch.Arguments.Count);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void GradientsArriveByTheParts(bool first, bool second)
    {
        var graph = new Graph();
        var (a, b) = (graph.Add(new Parameter("a", Shape.Of(5))), graph.Add(new Parameter("b", Shape.Of(5))));
        var both = graph.Add(new SumAndDifference(), a.Exp(), b * a);
        var terms = new List<Value>();
        if (first) terms.Add(both.Part(0) * both.Part(0));
        if (second) terms.AddRange([both.Part(1) * a, both.Part(1)]);
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", terms.Aggregate((p, q) => p + q).Sum([0])));
        Assert.True(FiniteDifferences.LargestError(graph, new TensorSource(2)) < 1e-6);
    }

    [Fact]
    public void WhatIsNoBundleHasNoParts()
    {
        var graph = new Graph();
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(7))));
        Assert.Throws<ShapeException>(() => graph.Add(new Part(0, x.Type), x));
    }

    sealed record SumAndDifference : BundleOp
    {
        public override string Name => "sum_and_difference";

        public override string Doc => "a + b and a − b.";

        public override OpSchema Schema { get; } = new(null, default);

        public override IReadOnlyList<TensorType> InferTypes(IReadOnlyList<TensorType> operands) => [operands[0], operands[0]];

        public override IReadOnlyList<Value?> Gradient(Value result, IReadOnlyList<Value?> dys)
        {
            var (sum, difference) = (dys[0], dys[1]);
            return sum is null ? [difference, -difference!] : difference is null ? [sum, sum] : [sum + difference, sum - difference];
        }

        public override void Lower(LoopBuilder loops, Value result) => loops.Nest("i", result.Operands[0].Shape.Dims, i =>
        {
            var (a, b) = (loops.Load(result.Operands[0], i), loops.Load(result.Operands[1], i));
            if (loops.Part(0) is { } sum) loops.Store(sum, i, a + b);
            if (loops.Part(1) is { } difference) loops.Store(difference, i, a - b);
        });
    }
}
