using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// A convolution of which only some rows and columns are wanted computes only those: slice(conv(x)) → conv(slice(x)). The gradient by the image of a padded
/// convolution is such: what would fall on the padding is never computed.
/// </summary>
internal sealed class NarrowConvolutions : Pass
{
    public override Graph Run(Graph graph)
    {
        var uses = graph.Values.SelectMany(v => v.Operands).Concat(graph.Outputs.Select(o => o.Value)).ToLookup(v => v);
        return graph.Rewrite((target, value, operands) => value.Op is Slice slice && uses[value.Operands[0]].Count() == 1
            ? Narrowed(slice, operands[0]) ?? target.Add(slice, operands)
            : target.Add(value.Op, operands));
    }

    static Value? Narrowed(Slice slice, Value product)
    {
        if (product.Op is not Conv2dNhwc { Stride: { Y: 1, X: 1 } } convolution || slice.Ranges.Any(r => r.Step != 1)) return null;
        if (new[] { 0, 3 }.Any(axis => slice.Ranges[axis] != SliceRange.All(product.Shape[axis]))) return null;
        var (x, weight) = (product.Operands[0], product.Operands[1]);
        SliceRange[] ranges =
        [
            SliceRange.All(x.Shape[0]),
            Read(slice.Ranges[1], (weight.Shape[2] - 1) * convolution.Dilation.Y),
            Read(slice.Ranges[2], (weight.Shape[3] - 1) * convolution.Dilation.X),
            SliceRange.All(x.Shape[3]),
        ];
        return x.Graph.Add(convolution, x.Graph.Add(new Slice { Ranges = [.. ranges] }, x), weight);
    }

    // What the kernel reads around a range of results.
    static SliceRange Read(SliceRange results, Dim reach) => results with { Extent = results.Extent + reach };
}
