using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>From a graph to kernels and where their buffers lie.</summary>
internal static class Lower
{
    /// <summary>Fused kernels over a shared arena.</summary>
    /// <param name="inputs">The identifiers of the entry point's inputs in order.</param>
    public static EntryProgram ToKernels(Graph graph, ModelLayout layout, EntryKind kind, IReadOnlyList<string> inputs)
    {
        var outputs = new ProgramOutputs(graph, layout);
        var keptStates = graph.Outputs.Where(o => o.Kind == OutputKind.State).Select(o => o.Name).ToList();
        var uses = new ValueUses(graph, outputs.Values, kind == EntryKind.Training ? null : leaf => leaf.Op switch
        {
            Parameter or Constant => true,
            State state => !keptStates.Contains(state.Path),
            _ => false,
        });
        var recomputation = new Recomputation(uses, outputs.Values);
        var clusters = Fusion.Run(uses, recomputation, outputs.Replaced);
        var storage = Stored(clusters, recomputation, outputs);
        var packed = new PackedOperands();
        var kernels = clusters.SelectMany(cluster => Kernels(cluster, storage, uses, packed, outputs)).ToList();
        return RangeSplitting.Run(new ProgramAssembly(layout, inputs, outputs, kernels).Assemble());
    }

    // A member has a buffer when it leaves the program or when another kernel reads it.
    static Storage Stored(IReadOnlyList<Cluster> clusters, Recomputation recomputation, ProgramOutputs outputs)
    {
        var storage = new Storage();
        var clusterOf = clusters.SelectMany(c => c.Members.Select(m => (m, c))).ToDictionary(p => p.m, p => p.c);
        foreach (var output in outputs.Values) storage.Materialize(output);
        foreach (var cluster in clusters)
        {
            foreach (var read in cluster.Members.SelectMany(recomputation.ReadsOf))
            {
                if (clusterOf.TryGetValue(read, out var producer) && producer != cluster) storage.Materialize(read);
            }
            foreach (var result in Results(cluster)) storage.Materialize(result);
        }
        return storage;
    }

    // What a kernel of this kind always writes; a loop writes what others read.
    static IEnumerable<Value> Results(Cluster cluster) => cluster switch
    {
        ContractionCluster => [cluster.Root],
        ColumnReductionCluster => cluster.Members,
        OpCluster op => op.Results,
        _ => [],
    };

    // What the model calls the result; or the last value that has a name, and what becomes of it: conv1_relu.
    static string KernelName(Cluster cluster)
    {
        var name = KernelArguments.ReadableName(cluster.Root);
        return cluster.Root.Name is null && cluster.Members.LastOrDefault(m => m.Name is not null) is { } named ? $"{KernelArguments.ReadableName(named)}_{name}" : name;
    }

    static IEnumerable<LoweredCluster> Kernels(Cluster cluster, Storage storage, ValueUses uses, PackedOperands packed, ProgramOutputs outputs)
    {
        var name = KernelName(cluster);
        var comment = KernelComment.Of(cluster, uses);
        return cluster switch
        {
            LoopCluster loop => [RowKernel.Lower(loop, storage, name, comment)],
            ColumnReductionCluster columns => [ColumnReductionKernel.Lower(columns, storage, name, comment)],
            ContractionCluster contraction => ContractionLowering.Lower(contraction, storage, uses, packed, name, comment),
            OpCluster { Op.Op: AttentionOp } attention => [AttentionLowering.Lower(attention, storage, name, comment)],
            OpCluster op => [OpKernel.Lower(op, outputs.IsInPlace(op.Op), storage, name, comment)],
            _ => throw new ArgumentOutOfRangeException(nameof(cluster), cluster, null),
        };
    }
}
