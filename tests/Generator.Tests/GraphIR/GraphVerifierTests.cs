using System;
using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Xunit;

namespace Sinter.Generator.Tests.GraphIR;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

public sealed class GraphVerifierTests
{
    readonly Graph graph = new();

    [Fact]
    public void AcceptsAGraphThatKeepsItsPromises()
    {
        var x = graph.Add(new Parameter("x", Shape.Of(3)));
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", (x * x).Sum([0])));
        graph.Outputs.Add(new GraphOutput(OutputKind.Gradient, "x", x * 2));
        GraphVerifier.Verify(graph, "Test");
    }

    [Fact]
    public void NamesTheStageAndTheOp()
    {
        var op = new Fickle();
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", graph.Add(op)));
        op.Extent = 4;
        Broken("After Test: %0 : f32[3] = fickle(): the op infers f32[4].");
    }

    [Fact]
    public void ALossIsAScalar()
    {
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", graph.Add(new Parameter("x", Shape.Of(3)))));
        Broken("After Test: Loss 'loss' must be a scalar, but is f32[3].");
    }

    [Fact]
    public void AGradientHasItsParametersType()
    {
        var x = graph.Add(new Parameter("x", Shape.Of(3)));
        graph.Outputs.Add(new GraphOutput(OutputKind.Gradient, "x", x.Sum([0])));
        Broken("After Test: the gradient of 'x' is f32[], which is not the parameter's type.");
    }

    [Fact]
    public void OutputsBelongToTheGraphAndAreThereOnce()
    {
        var x = graph.Add(new Parameter("x", Shape.Of(3)));
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", x));
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", x));
        Broken("After Test: the Result output 'y' is there twice.");
        graph.Outputs[1] = new GraphOutput(OutputKind.Result, "z", new Graph().Add(new Parameter("x", Shape.Of(3))));
        Broken("After Test: the output 'z' belongs to another graph.");
    }

    void Broken(string message) => Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => GraphVerifier.Verify(graph, "Test")).Message);

    // An op that changes its mind; only a test can have one, since ops are immutable.
    sealed record Fickle : LeafOp
    {
        public Dim Extent { get; set; } = 3;

        public override string Name => "fickle";

        public override string Doc => "";

        public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape.Of(Extent));
    }
}
