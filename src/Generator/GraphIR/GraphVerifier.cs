using System;
using System.Linq;

namespace Sinter.Generator.GraphIR;

/// <summary>Checks what every graph promises. A violation is a defect of the compiler: of the stage that is named.</summary>
internal static class GraphVerifier
{
    /// <param name="stage">Who made the graph, for the message: "CommonSubexpressions".</param>
    public static void Verify(Graph graph, string stage)
    {
        for (var i = 0; i < graph.Values.Count; i++) Verify(graph, graph.Values[i], i, stage);
        foreach (var output in graph.Outputs) Verify(graph, output, stage);
        var twice = graph.Outputs.GroupBy(o => (o.Kind, o.Name)).FirstOrDefault(g => g.Count() > 1);
        if (twice is not null) throw Broken(stage, $"the {twice.Key.Kind} output '{twice.Key.Name}' is there twice");
    }

    static void Verify(Graph graph, Value value, int position, string stage)
    {
        var line = GraphPrinter.Print(value);
        if (value.Graph != graph || value.Id != position) throw Broken(stage, $"{line}: stands in another graph or under a wrong number");
        if (value.Name is "") throw Broken(stage, $"{line}: has an empty name");
        foreach (var operand in value.Operands)
        {
            if (operand.Graph != graph) throw Broken(stage, $"{line}: operand {operand} belongs to another graph");
            if (operand.Id >= position) throw Broken(stage, $"{line}: operand {operand} does not stand before it");
        }
        var inferred = value.Op.InferType([.. value.Operands.Select(o => o.Type)]);
        if (inferred != value.Type) throw Broken(stage, $"{line}: the op infers {inferred}");
        if (value.Op is Part && value.Operands[0].Op is not BundleOp) throw Broken(stage, $"{line}: {value.Operands[0]} has no parts");
        if (value.Op is Part part && value.Operands[0].ResultTypes()[part.Index] is var result && result != part.Type) throw Broken(stage, $"{line}: the bundle's result is {result}");
        if (value.Op is IBodyOp op) Verify(op.Body, $"{stage}, in {value}");
    }

    static void Verify(ScanBody body, string stage)
    {
        var graph = body.ToGraph();
        Verify(graph, stage);
        foreach (var (output, value) in body.Nexts.Concat(body.Stacks).Zip(graph.Outputs, (output, result) => (output, result.Value)))
        {
            if (output.Type != value.Type) throw Broken(stage, $"{GraphPrinter.Print(value)}: leaves the body as {output.Type}");
        }
        var leaves = graph.Values.Where(v => v.Op is BodyLeaf).ToList();
        if (leaves.GroupBy(v => (v.Op.Name, v.Op.AttributeText)).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Broken(stage, $"{GraphPrinter.Print(twice.First())}: is there twice");
        if (graph.Values.FirstOrDefault(v => v.Op is LeafOp and not (BodyLeaf or Constant)) is { } foreign) throw Broken(stage, $"{GraphPrinter.Print(foreign)}: stands in a body, but must be captured");
    }

    static void Verify(Graph graph, GraphOutput output, string stage)
    {
        if (output.Value.Graph != graph) throw Broken(stage, $"the output '{output.Name}' belongs to another graph");
        if (output.Name is "") throw Broken(stage, $"the output {output.Value} has no name");
        var scalar = output.Kind is OutputKind.Loss or OutputKind.Metric;
        if (scalar && output.Value.Rank != 0) throw Broken(stage, $"{output.Kind} '{output.Name}' must be a scalar, but is {output.Value.Type}");
        if (output.Kind is not OutputKind.Result and not OutputKind.Metric && output.Value.DType != DType.Float32)
            throw Broken(stage, $"{output.Kind} '{output.Name}' must be f32, but is {output.Value.Type}");
        if (output.Kind == OutputKind.Gradient && graph.Values.Select(v => v.Op).OfType<Parameter>().Any(p => p.Path == output.Name && p.Shape != output.Value.Shape))
            throw Broken(stage, $"the gradient of '{output.Name}' is {output.Value.Type}, which is not the parameter's type");
    }

    static InvalidOperationException Broken(string stage, string reason) => new($"After {stage}: {reason}.");
}
