using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Lowering;

using State = Sinter.Generator.GraphIR.State;

/// <summary>
/// Decides which values become one kernel. Values are taken in definition order; each joins the kernel of what it reads when the two agree on the
/// domain and no other kernel would have to run in between, and begins a kernel of its own otherwise.
/// </summary>
internal sealed class Fusion
{
    // More members than this make methods that the JIT no longer optimizes.
    const int MaxMembers = 48;

    readonly ValueUses uses;
    readonly Recomputation recomputation;
    readonly IReadOnlyDictionary<Value, string> replaced;
    readonly List<Cluster> clusters = [];
    readonly Dictionary<Value, Cluster> clusterOf = [];

    Fusion(ValueUses uses, Recomputation recomputation, IReadOnlyDictionary<Value, string> replaced) =>
        (this.uses, this.recomputation, this.replaced) = (uses, recomputation, replaced);

    /// <summary>The kernels of a graph in an order in which they can run.</summary>
    /// <param name="replaced">The values that overwrite a state, with its path.</param>
    public static IReadOnlyList<Cluster> Run(ValueUses uses, Recomputation recomputation, IReadOnlyDictionary<Value, string> replaced)
    {
        var fusion = new Fusion(uses, recomputation, replaced);
        foreach (var value in uses.Live)
        {
            if (fusion.IsComputed(value)) fusion.Place(value);
        }
        fusion.TakeOffFrames();
        new LateComputation(uses, recomputation, fusion.clusterOf).Run(fusion.clusters);
        fusion.OverwriteLast();
        return Schedule(fusion.clusters);
    }

    bool IsComputed(Value value) => recomputation.IsComputed(value);

    void Place(Value value)
    {
        switch (value.Op)
        {
            case ContractionOp:
                Begin(new ContractionCluster(uses.IsPrepared(value), FrameOf(value)), value, value.Operands.Select(recomputation.BufferBehind));
                break;
            case ReductionOp reduction:
                PlaceReduction(value, reduction);
                break;
            case Framed when clusterOf.TryGetValue(value.Operands[0], out var producer) && producer is ContractionCluster { Frame: not null } images && images.Root == value.Operands[0]:
                Join(images, value, []);
                break;
            case Framed when clusterOf.TryGetValue(value.Operands[0], out var producer) && producer is LoopCluster { Reduced: null } loop && loop.Domain == value.Operands[0].Shape:
                Join(loop, value, []);
                break;
            case PointwiseOp:
                PlacePointwise(value);
                break;
            case Part:
                Join(clusterOf[value.Operands[0]], value, []);
                break;
            default:
                Begin(new OpCluster(uses.IsPrepared(value)), value, value.Operands.Select(recomputation.BufferBehind));
                break;
        }
    }

    // The frame at the end of a chain that only serves a contraction.
    Framed? FrameOf(Value contraction)
    {
        var tail = contraction;
        while (!recomputation.IsOutput(tail) && uses.Users(tail) is [var user])
        {
            if (user.Op is Framed frame) return frame;
            if (user.Op is not ElementwiseOp || user.Shape != tail.Shape) return null;
            tail = user;
        }
        return null;
    }

    // Where the chain broke off before the frame, what had joined is no epilogue after all.
    void TakeOffFrames()
    {
        foreach (var cluster in clusters.OfType<ContractionCluster>().Where(c => c.Frame is not null && c.Root.Op is not Framed).ToArray())
        {
            cluster.Frame = null;
            if (cluster.Members.Count == 1) continue;
            var rest = new LoopCluster(cluster.Contraction.Shape, null, cluster.Prepared);
            rest.Members.AddRange(cluster.Members.Skip(1));
            cluster.Members.RemoveRange(1, rest.Members.Count);
            foreach (var member in rest.Members) clusterOf[member] = rest;
            clusters.Add(rest);
        }
    }

    void PlaceReduction(Value value, ReductionOp reduction)
    {
        var domain = value.Operands[0].Shape;
        var isRow = reduction.Axes.Contains(domain.Rank - 1);
        var cluster = isRow ? new LoopCluster(domain, reduction.Axes, uses.IsPrepared(value)) : null;
        var ranges = (cluster ?? new LoopCluster(domain, null, false)).Ranges();
        var index = (cluster ?? new LoopCluster(domain, null, false)).Index;
        var reads = Reads.Behind(value.Operands[0], index, ranges, IsComputed).All;
        if (cluster is not null)
        {
            JoinOrBegin(value, reads, cluster);
            return;
        }
        // Sums over one tensor share the pass through it; others would only keep their operands alive for each other.
        bool ReadsTheSame(Cluster other) => other.Members.SelectMany(recomputation.ReadsOf).Any(x => x.Rank == domain.Rank && reads.Any(r => r.Value == x));
        var same = clusters.OfType<ColumnReductionCluster>().LastOrDefault(c =>
            c.Domain == domain && c.Reduced == reduction.Axes && c.Prepared == uses.IsPrepared(value) && c.Members.Count < MaxMembers && MayPrecede(reads, c) && ReadsTheSame(c));
        if (same is null) Begin(new ColumnReductionCluster(domain, reduction.Axes, uses.IsPrepared(value)), value, reads.Select(r => r.Value));
        else Join(same, value, reads);
    }

    void PlacePointwise(Value value)
    {
        var own = new LoopCluster(value.Shape, null, uses.IsPrepared(value));
        var reads = Reads.Of(value, own.Index, own.Ranges(), IsComputed);
        if (replaced.TryGetValue(value, out var path) && !IsReadInPlace(path))
            Begin(own, value, reads.All.Select(r => r.Value));
        else if (reads.All.Select(r => clusterOf.TryGetValue(r.Value, out var c) ? c : null).OfType<ContractionCluster>().FirstOrDefault(c => MayExtend(c, value, reads)) is { } contraction)
            Join(contraction, value, reads.All);
        else
            JoinOrBegin(value, reads.All, own);
    }

    // At most one value reads a state's old content, each element where its own is computed: then the new element may overwrite it in the same kernel.
    bool IsReadInPlace(string path)
    {
        var readers = clusters.SelectMany(c => c.Members.Where(m => ReadsState(m, path)).Select(m => (Cluster: c, Member: m))).ToArray();
        return readers.Length == 0 || (readers is [{ Cluster: LoopCluster { Reduced: null } loop, Member: { Op: not ReductionOp } reader }]
            && ReadsIn(loop, reader).Where(r => IsState(r.Value, path)).All(r => IsAligned(loop, r)));
    }

    bool ReadsState(Value member, string path) => recomputation.ReadsOf(member).Any(read => IsState(read, path));

    static bool IsState(Value value, string path) => value.Op is State state ? state.Path == path : value.Op is SessionState session && session.Path == path;

    // Whoever reads a state's old content runs before it is overwritten.
    void OverwriteLast()
    {
        foreach (var (value, path) in replaced.Select(r => (r.Key, r.Value)))
        {
            var writer = clusterOf[value];
            foreach (var reader in clusters.Where(c => c != writer && c.Members.Any(m => ReadsState(m, path))))
            {
                if (reader.DependsOn(writer)) throw new System.NotSupportedException($"The state '{path}' is read after it is overwritten: two states may not replace each other.");
                writer.Producers.Add(reader);
            }
        }
    }

    void JoinOrBegin(Value value, IReadOnlyList<ElementRead> reads, LoopCluster own)
    {
        LoopCluster? home = null;
        var candidates = reads.Select(r => clusterOf.TryGetValue(r.Value, out var c) ? c as LoopCluster : null).OfType<LoopCluster>().Distinct().ToArray();
        foreach (var candidate in candidates.OrderByDescending(c => c.Root.Id))
        {
            if (home is null && MayJoin(candidate, value, own))
            {
                Join(candidate, value, ReadsIn(candidate, value));
                candidate.Reduced ??= own.Reduced;
                home = candidate;
            }
            else if (home is not null && MayMerge(home, candidate))
            {
                Merge(home, candidate);
            }
        }
        if (home is null) Begin(own, value, reads.Select(r => r.Value));
    }

    // The domain fits, what it reads of the cluster's members is what they compute in the same iteration, and nothing lies in between.
    bool MayJoin(LoopCluster cluster, Value value, LoopCluster own)
    {
        if (cluster.Prepared != own.Prepared || cluster.Members.Count >= MaxMembers) return false;
        if (value.Op is ReductionOp reduction)
        {
            if (cluster.Domain != own.Domain || cluster.Members.Any(m => m.Op is Framed) || (cluster.Reduced is { } axes && axes != reduction.Axes)) return false;
        }
        else if (cluster.IndexOf(value.Shape, false) is null)
        {
            return false;
        }
        var reads = ReadsIn(cluster, value);
        return reads.All(r => clusterOf.TryGetValue(r.Value, out var c) && c == cluster ? IsAligned(cluster, r) : MayPrecede([r], cluster));
    }

    IReadOnlyList<ElementRead> ReadsIn(LoopCluster cluster, Value value) => value.Op is ReductionOp
        ? Reads.Behind(value.Operands[0], cluster.Index, cluster.Ranges(), IsComputed).All
        : Reads.Of(value, cluster.IndexOf(value)!, cluster.Ranges(), IsComputed).All;

    static bool IsAligned(LoopCluster cluster, ElementRead read) => cluster.IndexOf(read.Value) is { } index && index.SequenceEqual(read.Index);

    // What is read can be ready before the cluster runs.
    bool MayPrecede(IReadOnlyList<ElementRead> reads, Cluster cluster) =>
        reads.All(r => !clusterOf.TryGetValue(r.Value, out var producer) || (producer != cluster && !producer.DependsOn(cluster)));

    bool MayMerge(LoopCluster a, LoopCluster b)
    {
        if (a.Prepared != b.Prepared || a.Domain != b.Domain || a.Members.Count + b.Members.Count > MaxMembers) return false;
        if (a.Reduced is { } x && b.Reduced is { } y && x != y) return false;
        if (Between(a, b) || Between(b, a)) return false;
        var merged = new LoopCluster(a.Domain, a.Reduced ?? b.Reduced, a.Prepared);
        return a.Members.Concat(b.Members).All(m => ReadsIn(merged, m).All(r => !clusterOf.TryGetValue(r.Value, out var c) || (c != a && c != b) || IsAligned(merged, r)));
    }

    // A third cluster needs one of them and is needed by the other.
    static bool Between(Cluster first, Cluster last) => last.Producers.Any(p => p != first && p.DependsOn(first));

    void Merge(LoopCluster into, LoopCluster from)
    {
        into.Reduced ??= from.Reduced;
        into.Members.AddRange(from.Members);
        into.Members.Sort((a, b) => a.Id.CompareTo(b.Id));
        foreach (var member in from.Members) clusterOf[member] = into;
        into.Producers.UnionWith(from.Producers);
        into.Producers.ExceptWith([into, from]);
        clusters.Remove(from);
        foreach (var cluster in clusters)
        {
            if (cluster.Producers.Remove(from) && cluster != into) cluster.Producers.Add(into);
        }
    }

    // An elementwise op on the sums of a contraction: every other operand must be found by the element's offset or column alone.
    bool MayExtend(ContractionCluster cluster, Value value, Reads reads)
    {
        var tail = cluster.Root;
        if (value.Op is not ElementwiseOp || value.DType != DType.Float32 || value.Shape != tail.Shape || cluster.Prepared != uses.IsPrepared(value)) return false;
        if (recomputation.IsOutput(tail) || uses.Users(tail).Count != 1 || reads.Binds || cluster.Members.Count >= MaxMembers) return false;
        var own = new LoopCluster(value.Shape, null, cluster.Prepared);
        var others = reads.All.Where(r => r.Value != tail).ToArray();
        var sum = tail.Shape.Offset(own.Index);
        var indices = reads.Expression.Indices().Where(i => i != sum).Concat(others.Select(r => r.Value.Shape.Offset(r.Index)));
        return reads.All.All(r => r.Value != tail || r.Index.SequenceEqual(own.Index))
            && MayPrecede(others, cluster)
            && Epilogue.Addresses(cluster, own.Index, indices);
    }

    void Begin(Cluster cluster, Value value, IEnumerable<Value> reads)
    {
        clusters.Add(cluster);
        Join(cluster, value, [.. reads.Select(r => new ElementRead(r, []))]);
    }

    void Join(Cluster cluster, Value value, IReadOnlyList<ElementRead> reads)
    {
        cluster.Members.Add(value);
        clusterOf[value] = cluster;
        foreach (var read in reads)
        {
            if (clusterOf.TryGetValue(read.Value, out var producer) && producer != cluster) cluster.Producers.Add(producer);
        }
    }

    // Producers first; among those that could run, the one whose value was defined first.
    static IReadOnlyList<Cluster> Schedule(IReadOnlyList<Cluster> clusters)
    {
        var waiting = clusters.OrderBy(c => c.Root.Id).ToList();
        var done = new HashSet<Cluster>();
        var order = new List<Cluster>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(c => c.Producers.All(done.Contains));
            waiting.Remove(next);
            done.Add(next);
            order.Add(next);
        }
        return order;
    }
}
