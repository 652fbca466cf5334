using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Recurrence;

namespace Sinter.Generator.Lowering;

/// <summary>The fused kernels of one graph in order: of an entry point, or of the body of a scan.</summary>
internal sealed class GraphLowering
{
    static readonly Dictionary<Value, string> NothingReplaced = [];

    readonly ValueUses uses;
    readonly Slices slices;
    readonly PackedOperands packed;
    readonly Storage storage;
    readonly ProgramOutputs? program;

    GraphLowering(ValueUses uses, Slices slices, PackedOperands packed, Storage storage, ProgramOutputs? program) =>
        (this.uses, this.slices, this.packed, this.storage, this.program) = (uses, slices, packed, storage, program);

    /// <param name="program">What becomes of states, for the graph of an entry point.</param>
    public static IReadOnlyList<LoweredStep> Run(ValueUses uses, IReadOnlyCollection<Value> outputs, Slices slices, PackedOperands packed, ProgramOutputs? program = null)
    {
        var recomputation = new Recomputation(uses, outputs);
        var clusters = Fusion.Run(uses, recomputation, program?.Replaced ?? NothingReplaced);
        var chains = program is null ? [] : BandLowering.Chains(clusters, uses, outputs);
        var inside = new HashSet<Cluster>(chains.Values.SelectMany(chain => chain.Take(chain.Count - 1)));
        var lowering = new GraphLowering(uses, slices, packed, Stored(clusters, recomputation, outputs), program);
        return [.. clusters.Where(cluster => !inside.Contains(cluster)).SelectMany(cluster => chains.TryGetValue(cluster, out var chain) ? lowering.Steps(chain) : lowering.Steps(cluster))];
    }

    // A member has a buffer when it leaves the program or when another kernel reads it.
    static Storage Stored(IReadOnlyList<Cluster> clusters, Recomputation recomputation, IEnumerable<Value> outputs)
    {
        var storage = new Storage();
        var clusterOf = clusters.SelectMany(c => c.Members.Select(m => (m, c))).ToDictionary(p => p.m, p => p.c);
        foreach (var output in outputs) storage.Materialize(output);
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

    IEnumerable<LoweredStep> Steps(IReadOnlyList<ContractionCluster> chain) =>
        BandLowering.Lower(chain, storage, uses, packed, KernelName(chain[chain.Count - 1]), chain.Select(cluster => KernelComment.Of(cluster, uses)));

    IEnumerable<LoweredStep> Steps(Cluster cluster)
    {
        if (cluster is OpCluster { Op.Op: Scan } scan) return ScanLowering.Lower(scan, uses, storage, slices, packed);
        var name = KernelName(cluster);
        var comment = KernelComment.Of(cluster, uses);
        return cluster switch
        {
            LoopCluster loop =>
            [
                .. loop.Members.Where(m => m.Op is Framed && uses.Users(m).Any(user => user.Op is ContractionOp)).Select(m => FrameKernel.Lower(m, name, loop.Prepared)),
                RowKernel.Lower(loop, storage, name, comment),
            ],
            ColumnReductionCluster columns => [ColumnReductionKernel.Lower(columns, storage, name, comment)],
            ContractionCluster contraction => ContractionLowering.Lower(contraction, storage, uses, packed, name, comment),
            OpCluster { Op.Op: AttentionOp } attention => [AttentionLowering.Lower(attention, storage, name, comment)],
            OpCluster op => [OpKernel.Lower(op, program?.IsInPlace(op.Op) == true, storage, name, comment)],
            _ => throw new ArgumentOutOfRangeException(nameof(cluster), cluster, null),
        };
    }
}
