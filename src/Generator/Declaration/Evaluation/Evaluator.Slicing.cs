using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Declaration.Evaluation;

// x[.., 0, ..^1]: a range keeps its axis, a position drops it, axes not named stay whole.
internal sealed partial class Evaluator
{
    Datum Sliced(IOperation site, Datum instance, IReadOnlyList<Datum> slices)
    {
        if (AsTensor(instance, site) is not { } x) return Datum.Unknown;
        return Added(Descriptors.View, site, "Slice", [x], () =>
        {
            if (slices.Count > x.Rank) throw new ShapeException($"{slices.Count} positions for the {x.Rank} axes of {x.Shape}.");
            var ranges = x.Shape.Dims.Select((extent, axis) => axis < slices.Count ? Taken(slices[axis], extent) : SliceRange.All(extent)).ToArray();
            var kept = Enumerable.Range(0, x.Rank).Where(axis => axis >= slices.Count || slices[axis] is RangeDatum);
            var part = x.Graph.Add(new Slice { Ranges = [.. ranges] }, x);
            return [part.Reshape(Shape.Of(kept.Select(axis => ranges[axis].Extent)))];
        });
    }

    static SliceRange Taken(Datum slice, Dim extent)
    {
        if (slice is RangeDatum range) return SliceRange.Of(extent, range.Start.Offset(extent), range.End.Offset(extent));
        var position = AsIndex(slice)!.Offset(extent);
        if (Arithmetic.Compare(Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.LessThan, position, extent) is false || position.Constant is < 0)
            throw new ShapeException($"the position {position} does not lie within an axis of extent {extent}.");
        return new SliceRange(position, Dim.One);
    }
}
