using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>
/// Combines the elements along some axes; the axes vanish from the shape (keeping them is a reshape that users' functions add).
/// </summary>
internal abstract record ReductionOp : Op
{
    /// <summary>The reduced axes, ascending, from 0.</summary>
    public EquatableArray<int> Axes { get; init; }

    public abstract Combine Combine { get; }

    public override string AttributeText => $"{{axes={Axes}}}";

    public override TensorType InferType(IReadOnlyList<TensorType> operands) =>
        new(operands[0].DType, Shape.Of(operands[0].Shape.Dims.Where((_, axis) => !Axes.Contains(axis))));

    /// <summary>The operand's index for a result's index and positions along the reduced axes.</summary>
    public IReadOnlyList<Dim> Source(int rank, IReadOnlyList<Dim> kept, IReadOnlyList<Dim> reduced)
    {
        var (k, r) = (0, 0);
        return [.. Enumerable.Range(0, rank).Select(axis => Axes.Contains(axis) ? reduced[r++] : kept[k++])];
    }

    public override void Lower(LoopBuilder loops, Value result)
    {
        var operand = result.Operands[0];
        loops.Nest("i", result.Shape.Dims, kept =>
        {
            var total = loops.Accumulate("total", Combine, update =>
                loops.Nest("r", [.. Axes.Select(axis => operand.Shape[axis])], reduced => update(loops.Load(operand, Source(operand.Rank, kept, reduced)))));
            loops.Store(result, kept, total);
        });
    }
}
