using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Passes;

/// <summary>
/// A reduction over the outermost and further axes becomes two: first over all but the outermost, which runs in parallel over it, then over
/// the outermost. [N, H, W, C] over {0, 1, 2} → over {1, 2}, then {0}. The derivative of a small weight by large images becomes one for each of several bands of rows, and
/// their sum: every band is read once, by one thread, for all taps and channels. The order of additions depends on shapes alone.
/// </summary>
internal sealed class SplitReductions : Pass
{
    // Below this many elements, one kernel costs less than two.
    const long ShortReduction = 4096;

    // Bands that keep several threads busy, elements of all their weights, which are written and read once more, and pixels that outweigh them.
    const int Bands = 4, MostBandElements = 1 << 16, FewestPixels = 64;

    public override Graph Run(Graph graph) => graph.RewriteWhile(value => IsLong(value) || IsOfLargeImages(value), (target, value, operands) =>
    {
        if (value.Op is Conv2dWeightGradient gradient) return target.Add(gradient with { Bands = Bands }, operands).Sum([0]);
        var reduction = (ReductionOp)value.Op;
        var inner = operands[0].Graph.Add(reduction with { Axes = reduction.Axes.Skip(1).ToEquatableArray() }, operands[0]);
        return operands[0].Graph.Add(reduction with { Axes = [0] }, inner);
    });

    static bool IsOfLargeImages(Value value) =>
        value is { Op: Conv2dWeightGradient { Bands: 1, Groups: 1 }, Shape.Size.Constant: <= MostBandElements / Bands, Operands: [_, { Shape: var dy }] }
        && dy[1].Constant is { } rows && rows % Bands == 0 && (dy[1] * dy[2]).Constant is >= FewestPixels;

    static bool IsLong(Value value)
    {
        if (value.Op is not ReductionOp { Axes: { Count: > 1 } axes } || !axes.SequenceEqual(Enumerable.Range(0, axes.Count))) return false;
        var length = axes.Aggregate(Dim.One, (size, axis) => size * value.Operands[0].Shape[axis]);
        return length.Constant is not <= ShortReduction && value.Operands[0].Shape[0] != Dim.One;
    }
}
