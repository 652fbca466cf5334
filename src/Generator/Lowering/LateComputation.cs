using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Moves maps from the kernel of what they read to the kernel that reads them, where that saves a buffer: a mask y &gt; 0 for the backward pass is
/// recomputed there from y, which is in memory anyway, rather than stored by the forward pass.
/// </summary>
internal sealed class LateComputation(ValueUses uses, Recomputation recomputation, Dictionary<Value, Cluster> clusterOf)
{
    readonly Dictionary<Value, List<Value>> readers = [];

    public void Run(List<Cluster> clusters)
    {
        foreach (var member in clusters.SelectMany(c => c.Members))
        {
            foreach (var read in recomputation.ReadsOf(member)) Readers(read).Add(member);
        }
        foreach (var value in uses.Live.Reverse())
        {
            if (clusterOf.TryGetValue(value, out var cluster) && cluster is LoopCluster from) TryMove(value, from);
        }
        clusters.RemoveAll(c => c.Members.Count == 0);
        foreach (var cluster in clusters)
        {
            cluster.Producers.Clear();
            foreach (var read in cluster.Members.SelectMany(recomputation.ReadsOf))
            {
                if (clusterOf.TryGetValue(read, out var producer) && producer != cluster) cluster.Producers.Add(producer);
            }
        }
    }

    List<Value> Readers(Value value)
    {
        if (!readers.TryGetValue(value, out var list)) readers[value] = list = [];
        return list;
    }

    void TryMove(Value value, LoopCluster from)
    {
        var targets = Readers(value).Select(r => clusterOf[r]).Distinct().ToArray();
        if (targets is not [LoopCluster or ContractionCluster] || targets[0] is var to && (to == from || to.Prepared != from.Prepared)) return;

        // The value with all that only it needs; everything else that it reads must be in memory without it.
        var moved = new HashSet<Value>();
        if (!Collect(value, from, to, moved)) return;
        foreach (var member in moved)
        {
            from.Members.Remove(member);
            to.Members.Add(member);
            clusterOf[member] = to;
        }
        to.Members.Sort((a, b) => a.Id.CompareTo(b.Id));
    }

    // The reader takes, in each iteration, the element that the same iteration would compute.
    bool IsAligned(Value value, Value reader, LoopCluster to, Dim[] index)
    {
        if (reader.Op is ContractionOp) return false;
        var reads = reader.Op is ReductionOp
            ? Reads.Behind(reader.Operands[0], to.Index, to.Ranges(), recomputation.IsComputed)
            : Reads.Of(reader, to.IndexOf(reader)!, to.Ranges(), recomputation.IsComputed);
        return reads.All.Where(r => r.Value == value).All(r => r.Index.SequenceEqual(index));
    }

    bool Collect(Value value, LoopCluster from, Cluster to, HashSet<Value> moved)
    {
        // The elements of a contraction are an iteration like any other.
        var iteration = to as LoopCluster ?? new LoopCluster(to.Root.Shape, null, to.Prepared);
        if (value.Op is not PointwiseOp or Framed || recomputation.IsOutput(value) || iteration.IndexOf(value.Shape, false) is not { } index || moved.Count > 8) return false;
        if (!Readers(value).All(r => moved.Contains(r) || (clusterOf[r] == to && IsAligned(value, r, iteration, index)))) return false;
        moved.Add(value);
        var reads = Reads.Of(value, index, iteration.Ranges(), recomputation.IsComputed);
        if (to is ContractionCluster contraction && (value.Op is not ElementwiseOp || !Epilogue.Addresses(contraction, index, reads.Expression.Indices()))) return false;
        foreach (var read in reads.All)
        {
            if (!clusterOf.TryGetValue(read.Value, out var cluster) || cluster == to) continue;
            var inMemory = recomputation.IsOutput(read.Value) || Readers(read.Value).Any(r => clusterOf[r] != cluster && !moved.Contains(r)) || cluster != from;
            if (!inMemory && !Collect(read.Value, from, to, moved)) return false;
        }
        return true;
    }
}
