using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;

namespace Sinter.TestKit;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>The samples of the catalog as graphs.</summary>
internal static class OpSamples
{
    /// <summary>Every sample of every op: "softmax/2".</summary>
    public static IReadOnlyDictionary<string, OpSample> All { get; } =
        OpCatalog.All.SelectMany(op => op.Schema.Samples.Select((sample, i) => (Key: $"{op.Name}/{i}", sample))).ToDictionary(s => s.Key, s => s.sample);

    public static TensorSource Tensors(OpSample sample, int seed = 1) => new(seed, sample.Low, sample.High, sample.IntHigh);

    /// <summary>The op on inputs x0, x1, …; its result is the only output.</summary>
    public static Graph Forward(OpSample sample)
    {
        var graph = new Graph();
        var operands = sample.Operands.Select((type, i) => graph.Add(new Input($"x{i}", type))).ToArray();
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", graph.Add(sample.Op, operands)));
        return graph;
    }

    /// <summary>The loss Σ y·upstream as a function of the float operands as parameters.</summary>
    public static Graph Loss(OpSample sample)
    {
        var graph = new Graph();
        var operands = sample.Operands.Select((type, i) => type.DType == DType.Float32
            ? graph.Add(new Parameter($"x{i}", type.Shape))
            : graph.Add(new Input($"x{i}", type))).ToArray();
        var y = graph.Add(sample.Op, operands);
        var weighted = graph.Add(new Multiply(), y, graph.Add(new Input("upstream", y.Type)));
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", weighted.Sum(Enumerable.Range(0, y.Rank).ToEquatableArray())));
        return graph;
    }
}
