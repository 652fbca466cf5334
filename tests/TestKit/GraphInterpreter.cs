using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Passes;

namespace Sinter.TestKit;

/// <summary>
/// Evaluates a graph op by op, each by its own loop nest into a buffer of its own: the unfused reference for everything that compiled code does.
/// </summary>
internal sealed class GraphInterpreter(Machine machine, Func<Op, double[]> contentOf)
{
    /// <summary>The outputs' elements, row-major, in the graph's order.</summary>
    public IReadOnlyList<double[]> Evaluate(Graph graph)
    {
        graph = new DecomposeComposites().Run(graph);
        var live = graph.Live();
        var memories = new Dictionary<Value, Memory>();
        foreach (var value in graph.Values.Where(live.Contains))
        {
            if (value.Op is LeafOp leaf) memories[value] = Leaf(value, leaf);
            else if (value.Op is not Part) Compute(value, [.. graph.Values.Where(v => v.Op is Part && v.Operands[0] == value && live.Contains(v))], memories);
        }
        return [.. graph.Outputs.Select(output => memories[output.Value].Written(0, memories[output.Value].Length))];
    }

    Memory Leaf(Value value, LeafOp leaf)
    {
        var content = leaf is Constant constant ? [machine.Round(constant.Number)] : contentOf(leaf);
        if (content.Length != Extent(value.Shape.Size)) throw new ArgumentException($"{GraphPrinter.Print(value)} was given {content.Length} elements.");
        return new Memory(value.ToString(), content);
    }

    void Compute(Value value, IReadOnlyList<Value> parts, Dictionary<Value, Memory> memories)
    {
        if (value.Op is Scan)
        {
            foreach (var (part, content) in ScanInterpreter.Evaluate(value, parts, operand => memories[operand], machine, contentOf)) memories[part] = new Memory(GraphPrinter.Print(part), content);
            return;
        }
        foreach (var result in value.Op is BundleOp ? parts : [value])
            memories[result] = new Memory(GraphPrinter.Print(result), Extent(result.Shape.Size));
        var places = new Dictionary<int, Place>();
        var loops = new LoopBuilder(v =>
        {
            places[v.Id] = new Place(memories[v], 0);
            return new Sinter.Generator.LoopIR.Buffer(v.ToString(), v.DType, v.Id);
        }, parts);
        value.Op.Lower(loops, value);
        new LoopInterpreter(machine, buffer => places[buffer.Slot]).Run(loops.Statements);
    }

    long Extent(Dim dim) => dim.Evaluate(name => machine.Dims[name]);
}
