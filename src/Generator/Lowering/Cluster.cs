using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>A fusion group: values that become one kernel.</summary>
internal abstract class Cluster(bool prepared)
{
    /// <summary>In definition order.</summary>
    public List<Value> Members { get; } = [];

    /// <summary>The clusters whose results this one reads.</summary>
    public HashSet<Cluster> Producers { get; } = [];

    /// <summary>Runs once per parameter version rather than per call.</summary>
    public bool Prepared { get; } = prepared;

    /// <summary>The last value: what the kernel is named after.</summary>
    public Value Root => Members[Members.Count - 1];

    /// <summary>True when this cluster reads, directly or through others, what <paramref name="other"/> computes.</summary>
    public bool DependsOn(Cluster other)
    {
        var seen = new HashSet<Cluster>();
        var pending = new Stack<Cluster>(Producers);
        while (pending.Count > 0)
        {
            var cluster = pending.Pop();
            if (cluster == other) return true;
            if (!seen.Add(cluster)) continue;
            foreach (var producer in cluster.Producers) pending.Push(producer);
        }
        return false;
    }
}
