using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.Generator.Lowering;
using Sinter.Generator.LoopIR;

namespace Sinter.TestKit;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's
using State = Sinter.Generator.GraphIR.State;

/// <summary>A graph lowered to fused kernels, and those interpreted: what every fusion is compared with the op-by-op evaluation through.</summary>
internal sealed class LoweredGraph
{
    readonly Graph graph;
    readonly ModelLayout layout;
    readonly string[] inputs;

    public LoweredGraph(Graph graph, EntryKind kind = EntryKind.Forward)
    {
        this.graph = graph;
        inputs = [.. graph.Values.Select(v => v.Op).OfType<Input>().Select(i => i.Identifier).Distinct()];
        layout = new ModelLayout(new ModelDeclaration(
            "", "Test", default, "internal",
            [.. graph.Values.Select(v => v.Op).OfType<Parameter>().Distinct().Select(p => new ParameterDeclaration(p.Path, p.Shape, Initializer.Zeros, Frozen: false))],
            [.. graph.Values.Select(v => v.Op).OfType<State>().Distinct().Select(s => new StateDeclaration(s.Path, s.Shape, Initializer.Zeros))],
            default, default, HasErrors: false));
        Program = Lower.ToKernels(graph, layout, kind, inputs);
    }

    public EntryProgram Program { get; }

    /// <summary>The outputs' elements in the graph's order.</summary>
    public IReadOnlyList<double[]> Run(Machine machine, Func<Op, double[]> contentOf)
    {
        long Length(Shape shape) => shape.Size.Evaluate(name => machine.Dims[name]);
        var leaves = graph.Values.Select(v => v.Op).OfType<LeafOp>().Distinct().ToList();
        var given = new Dictionary<(Space, int), Memory>();
        foreach (var input in leaves.OfType<Input>()) given[(Space.Input, Array.IndexOf(inputs, input.Identifier))] = new Memory(input.Identifier, contentOf(input));
        given[(Space.Parameter, 0)] = Flat("parameters", layout.ParameterLength, leaves.OfType<Parameter>().Select(p => (layout.ParameterOffsets[p.Path], contentOf(p))));
        given[(Space.State, 0)] = Flat("states", layout.StateLength, leaves.OfType<State>().Select(s => (layout.StateOffsets[s.Path], contentOf(s))));
        given[(Space.Gradient, 0)] = new Memory("gradients", layout.ParameterLength);
        var results = graph.Outputs.Where(o => o.Kind == OutputKind.Result)
            .Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Loss)).Concat(graph.Outputs.Where(o => o.Kind == OutputKind.Metric)).ToList();
        for (var i = 0; i < results.Count; i++) given[(Space.Output, i)] = new Memory(results[i].Name, Length(results[i].Value.Shape));

        new ProgramInterpreter(machine, (space, index) => given[(space, index)]).Run(Program);

        return [.. graph.Outputs.Select(output => output.Kind switch
        {
            OutputKind.Gradient => Slice(given[(Space.Gradient, 0)], layout.ParameterOffsets[output.Name], Length(output.Value.Shape)),
            OutputKind.State => Slice(given[(Space.State, 0)], layout.StateOffsets[output.Name], Length(output.Value.Shape)),
            _ => given[(Space.Output, results.IndexOf(output))].ToArray(),
        })];
    }

    static Memory Flat(string name, long length, IEnumerable<(long Offset, double[] Content)> tensors)
    {
        var content = new double[length];
        foreach (var (offset, tensor) in tensors) tensor.CopyTo(content, offset);
        return new Memory(name, content);
    }

    static double[] Slice(Memory memory, long offset, long length) => memory.ToArray()[(int)offset..(int)(offset + length)];
}
