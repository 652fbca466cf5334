using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Layers;

using Parameter = Sinter.Generator.GraphIR.Parameter;

/// <summary>Layers against PyTorch's modules: value, gradients by operands and by parameters, names and shapes of parameters. As graphs and as kernels; some recurrences as emitted code too. Written by tests/goldens/layers.py.</summary>
public sealed class LayerGoldenTests
{
    static readonly Dictionary<string, LayerCase> cases = Directory.GetFiles(Folder, "*.json")
        .SelectMany(file => JsonSerializer.Deserialize<LayerCase[]>(File.ReadAllText(file), JsonSerializerOptions.Web)!.Select((c, i) => (Key: $"{Path.GetFileNameWithoutExtension(file)} {i}: {c.Settings}", Case: c)))
        .ToDictionary(c => c.Key, c => c.Case);

    public static TheoryData<string> Cases => new(cases.Keys.OrderBy(key => key, StringComparer.Ordinal));

    static string Folder => Path.Combine(WrittenFile.Root, "tests/Generator.Tests/Layers/Goldens");

    public static TheoryData<string, int> EmittedCases()
    {
        var emitted = new TheoryData<string, int>();
        foreach (var key in Recurrences) foreach (var width in new[] { 128, 256, 512 }) emitted.Add(key, width);
        return emitted;
    }

    // Compiling takes its time: a few of each kind.
    static IEnumerable<string> Recurrences => from layer in new[] { "Lstm", "Gru" } from number in new[] { 0, 4, 8, 12 } select cases.Keys.Single(key => key.StartsWith($"{layer} {number}:", StringComparison.Ordinal));

    static readonly Lazy<EmittedModels> emitted = new(() =>
    {
        var models = new EmittedModels();
        foreach (var key in Recurrences) models.Add(key, Optimized(key), EntryKind.Training);
        return models;
    });

    [Theory, MemberData(nameof(Cases))]
    public void ValueAndGradientsAreThoseOfPyTorch(string key)
    {
        var derived = Differentiated(key);
        GraphVerifier.Verify(derived, key);
        Check(key, derived, new GraphInterpreter(TensorSource.Machine(Precision.Double), cases[key].Content).Evaluate(derived), 1e-6);
    }

    [Theory, MemberData(nameof(Cases))]
    public void KernelsGiveThoseOfPyTorch(string key)
    {
        var optimized = Optimized(key);
        Check(key, optimized, Programs.Interpret(optimized, EntryKind.Training, new GoldenTensors(cases[key]), Precision.Double), 1e-6);
    }

    [Theory, MemberData(nameof(EmittedCases))]
    public void EmittedRecurrencesGiveThoseOfPyTorch(string key, int width) =>
        Check(key, Optimized(key), emitted.Value.Run(key, width, new GoldenTensors(cases[key])), 1e-5);

    static LayerDefinition Definition(string key) => LayerCatalog.Layers[key.Split(' ')[0]];

    static Graph Optimized(string key) => PassList.Run(Differentiated(key), CancellationToken.None);

    // The results, the sum of results times upstream gradients as a loss, and its gradients.
    static Graph Differentiated(string key)
    {
        var (golden, definition, graph) = (cases[key], Definition(key), new Graph());
        var operands = new Dictionary<string, object>();
        foreach (var operand in definition.Operands)
        {
            if (!golden.Operands.TryGetValue(operand.Name, out var tensor)) continue;
            var shape = Shape.Of(tensor.Shape.Select(e => (Dim)e));
            operands[operand.Name] = operand.Kind switch
            {
                ParameterKind.BoolTensor => graph.Add(new Input(operand.Name, new TensorType(DType.Bool, shape))),
                ParameterKind.IntTensor => graph.Add(new Input(operand.Name, new TensorType(DType.Int32, shape))),
                _ => graph.Add(new Parameter($"operand {operand.Name}", shape)),
            };
        }
        var layer = new FreeLayer(graph, true, Settings(definition, golden.Settings));
        var results = definition.Results(layer, new CallArguments(graph, true, operands));
        Assert.Equal(
            golden.Parameters.Select(p => $"{p.Key} [{string.Join(", ", p.Value.Shape)}]").OrderBy(p => p, StringComparer.Ordinal),
            layer.Owned.Select(owned => owned[..(owned.IndexOf(']') + 1)]).OrderBy(p => p, StringComparer.Ordinal));
        Assert.Equal(golden.Outputs.Length, results.Count);

        var loss = graph.Add(new Constant(0));
        for (var i = 0; i < results.Count; i++)
        {
            graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{i}", results[i]));
            var weighted = graph.Add(new Multiply(), results[i], graph.Add(new Input($"upstream{i}", results[i].Type)));
            loss += weighted.Sum([.. Enumerable.Range(0, weighted.Rank)]);
        }
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", loss));
        return ReverseMode.Differentiate(graph, [.. golden.Gradients.Keys]);
    }

    static void Check(string key, Graph graph, IReadOnlyList<double[]> values, double tolerance)
    {
        var results = 0;
        foreach (var (output, actual) in graph.Outputs.Zip(values))
        {
            if (output.Kind == OutputKind.Loss) continue;
            var expected = output.Kind == OutputKind.Result ? cases[key].Outputs[results++].Data : cases[key].Gradients[output.Name].Data;
            Assert.Equal(expected.Length, actual.Length);
            Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= tolerance * (1 + Math.Abs(pair.First)), $"{output.Name}: {pair.Second}, not {pair.First}"));
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
        LayerTensor[] Outputs,
        LayerTensor[] Upstreams,
        Dictionary<string, LayerTensor> Gradients)
    {
        public double[] Content(Op leaf) => leaf switch
        {
            Input { Identifier: var upstream } when upstream.StartsWith("upstream", StringComparison.Ordinal) => Upstreams[upstream["upstream".Length] - '0'].Data,
            Input input => Operands[input.Identifier].Data,
            Parameter { Path: var path } when path.StartsWith("operand ", StringComparison.Ordinal) => Operands[path["operand ".Length..]].Data,
            Parameter parameter => Parameters[parameter.Path].Data,
            _ => throw new ArgumentOutOfRangeException(nameof(leaf), leaf, null),
        };
    }

    sealed class GoldenTensors(LayerCase golden) : TensorSource(0)
    {
        public override double[] Content(Op leaf) => golden.Content(leaf);
    }

    sealed record LayerTensor(int[] Shape, double[] Data);
}
