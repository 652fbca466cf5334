using System;
using System.Linq;
using Sinter.Generator.Autodiff;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Ops;

/// <summary>Every op means what it means in PyTorch: values and gradients of every sample of the catalog.</summary>
public sealed class OpGoldenTests
{
    // Goldens are rounded to float, once.
    const double Tolerance = 2e-7;

    public static TheoryData<string> Samples => new(OpGolden.Keys);

    public static TheoryData<string> DifferentiableSamples => new(OpGolden.Keys.Where(key => OpSamples.All[key].Differentiable));

    [Theory, MemberData(nameof(Samples))]
    public void ValueIsPyTorchs(string key)
    {
        var golden = Golden(key);
        var graph = OpSamples.Forward(OpSamples.All[key]);
        var type = graph.Outputs[0].Value.Type;
        Assert.Equal(golden.Output.Shape, type.Shape.Dims.Select(d => d.Constant!.Value));
        Assert.Equal(golden.Output.DType, type.DType.ShortName());
        AssertEqual(golden.Output.Data, new GraphInterpreter(TensorSource.Machine(Precision.Double), leaf => Content(golden, leaf)).Evaluate(graph)[0]);
    }

    [Theory, MemberData(nameof(DifferentiableSamples))]
    public void GradientsArePyTorchs(string key)
    {
        var golden = Golden(key);
        var loss = OpSamples.Loss(OpSamples.All[key]);
        string[] parameters = [.. loss.Values.Select(v => v.Op).OfType<Sinter.Generator.GraphIR.Parameter>().Select(p => p.Path)];
        var graph = ReverseMode.Differentiate(loss, parameters);
        var values = new GraphInterpreter(TensorSource.Machine(Precision.Double), leaf => Content(golden, leaf)).Evaluate(graph);
        foreach (var (output, actual) in graph.Outputs.Zip(values).Where(o => o.First.Kind == OutputKind.Gradient))
        {
            var expected = golden.Gradients![Position(output.Name)]?.Data ?? new double[actual.Length];
            AssertEqual(expected, actual);
        }
    }

    static OpGolden Golden(string key)
    {
        var golden = OpGolden.Find(key);
        Assert.True(golden?.Text == SampleExport.OpText(OpSamples.All[key]), $"The golden of {key} is missing or out of date: run tests/goldens/ops.py.");
        return golden!;
    }

    static double[] Content(OpGolden golden, Op leaf) => leaf switch
    {
        Sinter.Generator.GraphIR.Input { Identifier: "upstream" } => golden.Upstream!.Floats,
        Sinter.Generator.GraphIR.Input input => golden.Operands[Position(input.Identifier)].Floats,
        Sinter.Generator.GraphIR.Parameter parameter => golden.Operands[Position(parameter.Path)].Floats,
        _ => throw new ArgumentOutOfRangeException(nameof(leaf), leaf, null),
    };

    // Operands are called x0, x1, …
    static int Position(string name) => int.Parse(name[1..], System.Globalization.CultureInfo.InvariantCulture);

    static void AssertEqual(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * (1 + Math.Abs(pair.First))));
    }
}
