using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Reductions over axes that leave the last axis: sums over rows, column by column. What they read is computed inside; what reads them is not.
/// </summary>
internal sealed class ColumnReductionCluster(Shape domain, EquatableArray<int> reduced, bool prepared) : Cluster(prepared)
{
    public Shape Domain { get; } = domain;

    public EquatableArray<int> Reduced { get; } = reduced;
}
