using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>An op with loops of its own: scatter, arg max; with those of its parts that are needed when it has several results.</summary>
internal sealed class OpCluster(bool prepared) : Cluster(prepared)
{
    /// <summary>The value of the op.</summary>
    public Value Op => Members[0];

    public IReadOnlyList<Value> Parts => [.. Members.Skip(1)];

    /// <summary>What has memory: the parts of a bundle, the value otherwise.</summary>
    public IEnumerable<Value> Results => Op.Op is BundleOp ? Parts : Members;
}
