using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Lowering;

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

    /// <summary>The index at which this cluster computes a member: of framed images, the place within the frame.</summary>
    public IReadOnlyList<Dim>? IndexOf(Value member) =>
        member.Op is Framed frame && member.Operands[0].Shape == Domain ? frame.Within(Index) : IndexOf(member.Shape, member.Op is ReductionOp);

    /// <summary>What is known of the symbols of <see cref="Index"/>.</summary>
    public DimRanges Ranges()
    {
        var ranges = new DimRanges();
        for (var axis = 0; axis < Domain.Rank; axis++) ranges.Add(Axis(axis), Domain[axis]);
        return ranges;
    }
}
