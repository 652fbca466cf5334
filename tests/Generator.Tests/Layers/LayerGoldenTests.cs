using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Sinter.Generator.Autodiff;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Layers;

using Parameter = Sinter.Generator.GraphIR.Parameter;

/// <summary>Layers against PyTorch's modules: value, gradients by operands and by parameters, names and shapes of parameters. Written by tests/goldens/layers.py.</summary>
public sealed class LayerGoldenTests
{
    static readonly Dictionary<string, LayerCase> cases = Directory.GetFiles(Folder, "*.json")
        .SelectMany(file => JsonSerializer.Deserialize<LayerCase[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!.Select((c, i) => (Key: $"{Path.GetFileNameWithoutExtension(file)} {i}: {c.Settings}", Case: c)))
        .ToDictionary(c => c.Key, c => c.Case);

    public static TheoryData<string> Cases => new(cases.Keys.OrderBy(key => key, StringComparer.Ordinal));

    static string Folder => Path.Combine(WrittenFile.Root, "tests/Generator.Tests/Layers/Goldens");

    [Theory, MemberData(nameof(Cases))]
    public void ValueAndGradientsAreThoseOfPyTorch(string key)
    {
        var golden = cases[key];
        var definition = LayerCatalog.Layers[key.Split(' ')[0]];
        var graph = new Graph();
        var operands = new Dictionary<string, object>();
        foreach (var operand in definition.Operands)
        {
            if (!golden.Operands.TryGetValue(operand.Name, out var tensor)) continue;
            var shape = Shape.Of(tensor.Shape.Select(e => (Dim)e));
            operands[operand.Name] = operand.Kind == ParameterKind.BoolTensor
                ? graph.Add(new Input(operand.Name, new TensorType(DType.Bool, shape)))
                : graph.Add(new Parameter($"operand {operand.Name}", shape));
        }
        var layer = new FreeLayer(graph, true, Settings(definition, golden.Settings));
        var y = definition.Forward(layer, new CallArguments(graph, true, operands));
        Assert.Equal(
            golden.Parameters.Select(p => $"{p.Key} [{string.Join(", ", p.Value.Shape)}]").OrderBy(p => p, StringComparer.Ordinal),
            layer.Owned.Select(owned => owned[..(owned.IndexOf(']') + 1)]).OrderBy(p => p, StringComparer.Ordinal));

        var weighted = graph.Add(new Multiply(), y, graph.Add(new Input("upstream", y.Type)));
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", y));
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", weighted.Sum([.. Enumerable.Range(0, y.Rank)])));
        var derived = ReverseMode.Differentiate(graph, [.. golden.Gradients.Keys]);
        GraphVerifier.Verify(derived, key);
        var values = new GraphInterpreter(TensorSource.Machine(Precision.Double), op => golden.Content(op)).Evaluate(derived);
        for (var i = 0; i < values.Count; i++)
        {
            var output = derived.Outputs[i];
            if (output.Kind == OutputKind.Loss) continue;
            var expected = output.Kind == OutputKind.Result ? golden.Output.Data : golden.Gradients[output.Name].Data;
            Assert.Equal(expected.Length, values[i].Length);
            Assert.All(expected.Zip(values[i]), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-6 * (1 + Math.Abs(pair.First)), $"{output.Name}: {pair.Second}, not {pair.First}"));
        }
    }

    // As the tracer gives them.
    static Dictionary<string, object> Settings(LayerDefinition definition, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(
        s => s[0],
        s => definition.Parameters.Single(p => p.Name == s[0]).Kind switch
        {
            ParameterKind.Int => (Dim)int.Parse(s[1], CultureInfo.InvariantCulture),
            ParameterKind.Bool => bool.Parse(s[1]),
            ParameterKind.Float => double.Parse(s[1], CultureInfo.InvariantCulture),
            _ => (object)s[1],
        });

    /// <param name="Settings">"heads=2 Causal=true".</param>
    /// <param name="Gradients">By parameters, and by operands: "operand x".</param>
    sealed record LayerCase(
        string Settings,
        Dictionary<string, LayerTensor> Operands,
        Dictionary<string, LayerTensor> Parameters,
        LayerTensor Output,
        LayerTensor Upstream,
        Dictionary<string, LayerTensor> Gradients)
    {
        public double[] Content(Op leaf) => leaf switch
        {
            Input { Identifier: "upstream" } => Upstream.Data,
            Input input => Operands[input.Identifier].Data,
            Parameter { Path: var path } when path.StartsWith("operand ", StringComparison.Ordinal) => Operands[path["operand ".Length..]].Data,
            Parameter parameter => Parameters[parameter.Path].Data,
            _ => throw new ArgumentOutOfRangeException(nameof(leaf), leaf, null),
        };
    }

    sealed record LayerTensor(int[] Shape, double[] Data);
}
