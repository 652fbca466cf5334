namespace Sinter.Generator.Lowering;

/// <summary>An op with loops of its own: scatter, scan, arg max.</summary>
internal sealed class OpCluster(bool prepared) : Cluster(prepared);
