using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;

namespace Sinter.TestKit;

using Parameter = Sinter.Generator.GraphIR.Parameter;
using State = Sinter.Generator.GraphIR.State;

/// <summary>
/// Many graphs, emitted as a model each and compiled at once, run through their public members. What reflection cannot do with spans, a driver does that is
/// compiled along.
/// </summary>
internal sealed class EmittedModels
{
    readonly Dictionary<string, (Graph Graph, ModelDeclaration Model)> graphs = [];
    readonly List<EmittedFile> files = [];
    readonly StringBuilder driver = new();
    readonly Dictionary<int, Lazy<Assembly>> assemblies = [];

    /// <summary>A graph after all passes.</summary>
    public void Add(string key, Graph graph, EntryKind kind) => Add(key, graph, kind, Programs.Fused(graph, kind));

    /// <summary>A program by hand; the graph says what enters and leaves it.</summary>
    public void Add(string key, Graph graph, EntryKind kind, EntryProgram program)
    {
        var model = Programs.Declare($"M{graphs.Count}", graph, kind) with { Namespace = "Emitted" };
        graphs.Add(key, (graph, model));
        files.AddRange(ModelEmitter.Emit(model, new ModelLayout(model), [program]).Files);
        files.Add(new EmittedFile($"{model.Name}.cs", $"namespace Emitted;\n\n/// <summary>A test's model.</summary>\npublic partial class {model.Name};"));
        Drive(model);
    }

    public IEnumerable<EmittedFile> Files => files;

    /// <summary>The assembly in which all kernels run at one width.</summary>
    public byte[] Image(int width) => EmittedCode.Compile(
        EmittedCode.AtWidth(files, width).Append(("Driver.cs", $"#nullable enable\nnamespace Emitted;\n\n/// <summary>Calls what takes spans.</summary>\npublic static class Driver\n{{\n{driver}}}\n")));

    /// <summary>The outputs of a graph, in its order, as the public members give them.</summary>
    public IReadOnlyList<double[]> Run(string key, int width, TensorSource tensors)
    {
        // Lazy keeps a failure: code that does not compile is compiled once, too.
        if (!assemblies.TryGetValue(width, out var compiled)) assemblies[width] = compiled = new Lazy<Assembly>(() => EmittedCode.Load(Image(width)));
        var assembly = compiled.Value;
        var (graph, model) = graphs[key];
        var entry = model.Entries[0];
        var instance = Activator.CreateInstance(assembly.GetType($"Emitted.{model.Name}")!, 42)!;
        var store = (ParameterStore)instance.GetType().GetProperty("Parameters")!.GetValue(instance)!;
        foreach (var p in model.Parameters) Fill(store[p.Path], tensors.Content(new Parameter(p.Path, p.Shape)));
        foreach (var s in model.States) Fill(store[s.Path], tensors.Content(new State(s.Path, s.Shape)));
        store.MarkChanged();

        var inputs = entry.Inputs.Select(i => Typed(tensors.Content(new Input(i.Name, i.Type)), i.Type.DType)).ToArray();
        var results = graph.Outputs.Where(o => o.Kind == OutputKind.Result).Select(o => Typed(new double[Elements(o.Value.Shape)], o.Value.DType)).ToArray();
        var (scalars, gradients) = ((float[], float[]))assembly.GetType("Emitted.Driver")!.GetMethod(model.Name)!.Invoke(null, [instance, inputs, results])!;

        var layout = new ModelLayout(model);
        var (result, scalar) = (0, 0);
        return [.. graph.Outputs.Select(output => output.Kind switch
        {
            OutputKind.Result => Doubles(results[result++]),
            OutputKind.Gradient => Doubles(gradients.AsSpan((int)layout.ParameterOffsets[output.Name], Elements(output.Value.Shape)).ToArray()),
            OutputKind.State => Doubles(store[output.Name].ToArray()),
            _ => [scalars[scalar++]],
        })];
    }

    void Drive(ModelDeclaration model)
    {
        var entry = model.Entries[0];
        var (types, inputs) = (GraphImporter.OutputTypes(entry), entry.Inputs);
        var results = entry.Outputs.Select((o, i) => (o.Kind, Type: types[i])).Where(o => o.Kind == OutputKind.Result).ToList();
        var scalars = entry.Outputs.Count(o => o.Kind is OutputKind.Loss or OutputKind.Metric);
        var arguments = inputs.Select((input, i) => $"({CSharp.TypeName(input.Type.DType)}[])inputs[{i}]")
            .Concat(results.Select((r, i) => $"({CSharp.TypeName(r.Type.DType)}[])results[{i}]"))
            .Concat(new Generator.Emission.Members.ShapeSolver(entry).Parameters.Select(symbol => TensorSource.Dims[symbol].ToString()));
        var call = $"({string.Join(", ", arguments)})";
        driver.Append($"    /// <summary>One call.</summary>\n    public static (float[], float[]) {model.Name}(object model, System.Array[] inputs, System.Array[] results)\n    {{\n");
        if (entry.Kind == EntryKind.Training)
        {
            driver.Append($"        var trainer = (({model.Name})model).CreateTrainer(new Sinter.Sgd(0f));\n");
            driver.Append($"        var loss = trainer.Step{call};\n        return (new float[] {{ {(scalars == 1 ? "loss" : string.Join(", ", Enumerable.Range(1, scalars).Select(i => $"loss.Item{i}")))} }}, trainer.Gradients.ToArray());\n");
        }
        else
        {
            driver.Append($"        (({model.Name})model).{entry.Name}{call};\n        return (new float[0], new float[0]);\n");
        }
        driver.Append("    }\n");
    }

    static int Elements(Shape shape) => (int)shape.Size.Evaluate(name => TensorSource.Dims[name]);

    static void Fill(Span<float> destination, double[] content)
    {
        for (var i = 0; i < content.Length; i++) destination[i] = (float)content[i];
    }

    static Array Typed(double[] content, DType type) => type switch
    {
        DType.Float32 => Array.ConvertAll(content, x => (float)x),
        DType.Int32 => Array.ConvertAll(content, x => (int)x),
        _ => Array.ConvertAll(content, x => x != 0),
    };

    static double[] Doubles(Array array) => [.. array.Cast<object>().Select(x => x is bool b ? (b ? 1 : 0) : Convert.ToDouble(x))];
}
