using System.Linq;
using Sinter.Generator.Autodiff;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Autodiff;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

public sealed class ReverseModeTests
{
    readonly Graph graph = new();

    [Fact]
    public void SumsOverAllUsesOfAValue()
    {
        var x = Param("x", 3);
        Loss(x * x + x.Exp() * x);
        // d(x² + x·eˣ) = 2x + eˣ + x·eˣ.
        Assert.InRange(FiniteDifferences.LargestError(graph, new TensorSource(1)), 0, 1e-8);
    }

    [Fact]
    public void TiedParametersHaveOneGradient()
    {
        Loss(Param("w", 3) * Param("w", 3).Exp());
        var derived = ReverseMode.Differentiate(graph, ["w"]);
        Assert.Single(derived.Outputs, output => output.Kind == OutputKind.Gradient);
        Assert.InRange(FiniteDifferences.LargestError(graph, new TensorSource(1)), 0, 1e-8);
    }

    [Fact]
    public void GradientsStandInTheOrderAskedFor()
    {
        var (a, b) = (Param("a", 3), Param("b", 3));
        Loss(a * b);
        var derived = ReverseMode.Differentiate(graph, ["b", "a"]);
        Assert.Equal(["b", "a"], derived.Outputs.Where(o => o.Kind == OutputKind.Gradient).Select(o => o.Name));
    }

    [Fact]
    public void IndependentParametersHaveZeros()
    {
        var unused = Param("unused", 2);
        Loss(Param("x", 3));
        var derived = ReverseMode.Differentiate(graph, ["x", "unused"]);
        var values = new GraphInterpreter(TensorSource.Machine(Precision.Single), new TensorSource(1).Content).Evaluate(derived);
        Assert.Equal([1, 1, 1], values[1]);
        Assert.Equal([0, 0], values[2]);
        Assert.Equal(unused.Shape, derived.Outputs[2].Value.Shape);
    }

    [Fact]
    public void NothingFlowsThroughStopGradient()
    {
        var x = Param("x", 3);
        Loss(x * x.StopGradient());
        var values = new GraphInterpreter(TensorSource.Machine(Precision.Single), new TensorSource(1).Content).Evaluate(ReverseMode.Differentiate(graph, ["x"]));
        Assert.Equal(new TensorSource(1).Content(x.Op), values[1]);
    }

    [Fact]
    public void OnlyWhatIsAskedForIsDerived()
    {
        var (x, frozen) = (Param("x", 3), Param("frozen", 3));
        Loss(x + frozen.Exp());
        var derived = ReverseMode.Differentiate(graph, ["x"]);
        // eˣ of the forward pass, and no other.
        Assert.Single(derived.Values, value => value.Op is Exp);
        Assert.DoesNotContain(derived.Values, value => value.Op is Multiply);
    }

    [Fact]
    public void OtherOutputsStay()
    {
        var x = Param("x", 3);
        Loss(x);
        graph.Outputs.Add(new GraphOutput(OutputKind.Metric, "accuracy", x.Sum([0])));
        graph.Outputs.Add(new GraphOutput(OutputKind.State, "running", x));
        var derived = ReverseMode.Differentiate(graph, ["x"]);
        Assert.Equal([OutputKind.Loss, OutputKind.Metric, OutputKind.State, OutputKind.Gradient], derived.Outputs.Select(o => o.Kind));
    }

    [Fact]
    public void GradientsAreNamedAfterTheirValues()
    {
        var x = Param("x", 3);
        var hidden = x.Exp();
        hidden.Name = "hidden";
        Loss(hidden * hidden);
        Assert.Contains(ReverseMode.Differentiate(graph, ["x"]).Values, value => value.Name == "dHidden");
    }

    Value Param(string path, Dim extent) => graph.Add(new Parameter(path, Shape.Of(extent)));

    void Loss(Value y) => graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", y.Sum([0])));
}
