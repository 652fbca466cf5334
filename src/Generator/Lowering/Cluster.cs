using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

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

/// <summary>
/// Maps over one domain, and reductions over some of its axes with what is computed from them: elementwise chains, softmax, norms,
/// losses. Without reductions every axis is an iteration of its own; with them an iteration is a row: all reduced axes.
/// </summary>
internal sealed class LoopCluster(Shape domain, EquatableArray<int>? reduced, bool prepared) : Cluster(prepared)
{
    public Shape Domain { get; } = domain;

    /// <summary>The axes that the members reduce; null while there is no reduction.</summary>
    public EquatableArray<int>? Reduced { get; set; } = reduced;

    /// <summary>The shape of a row's scalars.</summary>
    public Shape? RowShape => Reduced is { } axes ? Shape.Of(Domain.Dims.Where((_, axis) => !axes.Contains(axis))) : null;

    /// <summary>The same with the reduced axes kept as ones.</summary>
    Shape? KeptShape => Reduced is { } axes ? Shape.Of(Domain.Dims.Select((extent, axis) => axes.Contains(axis) ? Dim.One : extent)) : null;

    /// <summary>The index of the domain: one symbol per axis, 0 where the extent is one.</summary>
    public Dim[] Index => [.. Domain.Dims.Select((extent, axis) => extent == Dim.One ? Dim.Zero : Dim.Symbol(Axis(axis)))];

    public static string Axis(int axis) => $"d{axis}";

    /// <summary>The index at which this cluster computes a value of that shape; null when the shape is foreign to it.</summary>
    public Dim[]? IndexOf(Shape shape, bool isReduction)
    {
        if (!isReduction && shape == Domain) return Index;
        if (Reduced is not { } axes) return null;
        if (shape == RowShape) return [.. Index.Where((_, axis) => !axes.Contains(axis))];
        return shape == KeptShape ? [.. Index.Select((position, axis) => axes.Contains(axis) ? Dim.Zero : position)] : null;
    }

    public Dim[]? IndexOf(Value member) => IndexOf(member.Shape, member.Op is ReductionOp);

    /// <summary>What is known of the symbols of <see cref="Index"/>.</summary>
    public DimRanges Ranges()
    {
        var ranges = new DimRanges();
        for (var axis = 0; axis < Domain.Rank; axis++) ranges.Add(Axis(axis), Domain[axis]);
        return ranges;
    }
}

/// <summary>
/// Reductions over axes that leave the last axis: sums over rows, column by column. What they read is computed inside; what reads them is not.
/// </summary>
internal sealed class ColumnReductionCluster(Shape domain, EquatableArray<int> reduced, bool prepared) : Cluster(prepared)
{
    public Shape Domain { get; } = domain;

    public EquatableArray<int> Reduced { get; } = reduced;
}

/// <summary>A matrix product or convolution, and the elementwise chain that is applied to its sums before they are stored.</summary>
internal sealed class ContractionCluster(bool prepared) : Cluster(prepared)
{
    public Value Contraction => Members.First(m => m.Op is ContractionOp);
}

/// <summary>An op with loops of its own: scatter, scan, arg max.</summary>
internal sealed class OpCluster(bool prepared) : Cluster(prepared);
