using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Passes;

/// <summary>
/// A reduction over the outermost and further axes becomes two: first over all but the outermost, which runs in parallel over it, then over
/// the outermost. [N, H, W, C] over {0, 1, 2} → over {1, 2}, then {0}. The order of additions depends on shapes alone.
/// </summary>
internal sealed class SplitReductions : Pass
{
    // Below this many elements, one kernel costs less than two.
    const long ShortReduction = 4096;

    public override Graph Run(Graph graph) => graph.RewriteWhile(IsLong, (_, value, operands) =>
    {
        var reduction = (ReductionOp)value.Op;
        var inner = operands[0].Graph.Add(reduction with { Axes = reduction.Axes.Skip(1).ToEquatableArray() }, operands[0]);
        return operands[0].Graph.Add(reduction with { Axes = [0] }, inner);
    });

    static bool IsLong(Value value)
    {
        if (value.Op is not ReductionOp { Axes: { Count: > 1 } axes } || !axes.SequenceEqual(Enumerable.Range(0, axes.Count))) return false;
        var length = axes.Aggregate(Dim.One, (size, axis) => size * value.Operands[0].Shape[axis]);
        return length.Constant is not <= ShortReduction && value.Operands[0].Shape[0] != Dim.One;
    }
}
