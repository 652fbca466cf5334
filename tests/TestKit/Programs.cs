using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Layers;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;

namespace Sinter.TestKit;

using Parameter = Sinter.Generator.GraphIR.Parameter;
using State = Sinter.Generator.GraphIR.State;

/// <summary>Graphs without a class around them, lowered and interpreted.</summary>
internal static class Programs
{
    /// <summary>A model that declares what the graph mentions.</summary>
    public static ModelDeclaration Declare(string name, Graph graph, EntryKind kind)
    {
        var parameters = graph.Values.Select(v => v.Op).OfType<Parameter>().Distinct().Select(p => new ParameterDeclaration(p.Path, p.Shape, Initializer.Zeros, Frozen: false, Sinter.Generator.Layers.ParameterRole.Raw)).ToEquatableArray();
        var states = graph.Values.Select(v => v.Op).OfType<State>().Distinct().Select(s => new StateDeclaration(s.Path, s.Shape, Initializer.Zeros)).ToEquatableArray();
        var inputs = graph.Values.Select(v => v.Op).OfType<Input>().Distinct().Select(i => new InputDeclaration(i.Identifier, i.Type)).ToEquatableArray();
        var symbols = inputs.SelectMany(i => i.Type.Shape.Dims).SelectMany(d => d.Symbols).Distinct().ToEquatableArray();
        var (nodes, outputs) = GraphImporter.Export(graph);
        var trains = kind == EntryKind.Training ? parameters.Select(p => p.Path).ToEquatableArray() : default;
        var entry = new EntryPoint(kind == EntryKind.Forward ? "Forward" : "Loss", kind, inputs, symbols, nodes.ToEquatableArray(), outputs.ToEquatableArray(), trains);
        return new ModelDeclaration("Random", name, default, "public", parameters, states, [entry], default, HasErrors: false);
    }

    /// <summary>The graph as fused kernels, verified.</summary>
    public static EntryProgram Fused(Graph graph, EntryKind kind)
    {
        // Lowering appends to the graph that it is given.
        var model = Declare("Model", graph, kind);
        var program = Lower.ToKernels(graph.Rewrite(GraphRewriter.Copy), new ModelLayout(model), kind, [.. model.Entries[0].Inputs.Select(i => i.Name)]);
        LoopVerifier.Verify(program, model.Entries[0].Symbols);
        return program;
    }

    /// <summary>The outputs of a lowered graph, in the graph's order.</summary>
    public static IReadOnlyList<double[]> Interpret(Graph graph, EntryKind kind, TensorSource tensors, Precision precision) =>
        Interpret(graph, kind, Fused(graph, kind), tensors, precision);

    /// <summary>The outputs of a program for a graph, in the graph's order.</summary>
    public static IReadOnlyList<double[]> Interpret(Graph graph, EntryKind kind, EntryProgram program, TensorSource tensors, Precision precision)
    {
        var model = Declare("Model", graph, kind);
        var layout = new ModelLayout(model);
        var inputs = model.Entries[0].Inputs;

        var memories = new Dictionary<(Space, int), Memory>
        {
            [(Space.Parameter, 0)] = Flat("parameters", layout.ParameterLength, model.Parameters.Select(p => (layout.ParameterOffsets[p.Path], tensors.Content(new Parameter(p.Path, p.Shape))))),
            [(Space.State, 0)] = Flat("states", layout.StateLength, model.States.Select(s => (layout.StateOffsets[s.Path], tensors.Content(new State(s.Path, s.Shape))))),
            [(Space.Gradient, 0)] = new Memory("gradients", layout.ParameterLength),
        };
        for (var i = 0; i < inputs.Count; i++) memories[(Space.Input, i)] = new Memory(inputs[i].Name, tensors.Content(new Input(inputs[i].Name, inputs[i].Type)));
        var results = ResultsFirst(graph);
        for (var i = 0; i < results.Count; i++) memories[(Space.Output, i)] = new Memory(results[i].Name, Elements(results[i].Value));
        new ProgramInterpreter(TensorSource.Machine(precision), (space, index) => memories[(space, index)]).Run(program);

        return [.. graph.Outputs.Select(output => output.Kind switch
        {
            OutputKind.Gradient => memories[(Space.Gradient, 0)].Written(layout.ParameterOffsets[output.Name], Elements(output.Value)),
            OutputKind.State => memories[(Space.State, 0)].Written(layout.StateOffsets[output.Name], Elements(output.Value)),
            _ => memories[(Space.Output, results.IndexOf(output))].Written(0, Elements(output.Value)),
        })];
    }

    // The order of the entry point's output spans.
    static List<GraphOutput> ResultsFirst(Graph graph) =>
        [.. graph.Outputs.Where(o => o.Kind is OutputKind.Result or OutputKind.Loss or OutputKind.Metric).OrderBy(o => o.Kind)];

    static Memory Flat(string name, long length, IEnumerable<(long Offset, double[] Content)> parts)
    {
        var content = new double[length];
        foreach (var (offset, part) in parts) part.CopyTo(content, offset);
        return new Memory(name, content);
    }

    static long Elements(Value value) => value.Shape.Size.Evaluate(name => TensorSource.Dims[name]);
}
