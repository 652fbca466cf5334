using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Contractions;

namespace Sinter.Generator.Passes;

/// <summary>
/// 3×3 convolutions with a stride of one, over images of known size and with weights that are parameters, become <see cref="WinogradConv2d"/> where that is estimated to be faster: those of inference, whose
/// weights are transformed once, and those of training in both directions, where the batch outweighs the transform. The number of images may be open: then one is counted, so that results do not depend on
/// how many there are.
/// </summary>
internal sealed class WinogradConvolutions : Pass
{
    // Costs in multiplications, of which a core does 32 per cycle.
    const double InputCost4 = 256, OutputCost4 = 224;        // transforms of a tile, per channel and per filter
    const double InputCost2 = 160, OutputCost2 = 96;
    const double StartCost = 12;                             // what a product costs beside its steps, in steps
    const double WeightNear = 5, WeightFar = 20;             // reading a weight from the cache, or from memory

    // Weights of a network that stay in the second-level cache from call to call.
    const double NearWeights = 1 << 19;

    public override Graph Run(Graph graph)
    {
        var constant = ConstantValues.Of(graph);
        var far = graph.Live().Where(value => value.Op is Parameter).Sum(value => (double?)value.Shape.Size.Constant ?? 0) > NearWeights;
        return graph.Rewrite((target, value, operands) => target.Add(
            value.Op is Conv2dNhwc convolution && constant.Contains(value.Operands[1]) && !constant.Contains(value) && Tile(convolution, value, far ? WeightFar : WeightNear) is { } tile
                ? new WinogradConv2d { Tile = tile }
                : value.Op,
            operands));
    }

    /// <summary>The tile of the fastest algorithm; null: the convolution as it is written.</summary>
    static int? Tile(Conv2dNhwc convolution, Value value, double weight)
    {
        if (convolution is not { Stride: { Y: 1, X: 1 }, Dilation: { Y: 1, X: 1 }, Groups: 1 } || Convolution.Extents(value.Operands[1]) != 3) return null;
        var (rows, columns, filters, channels) = (value.Shape[1].Constant, value.Shape[2].Constant, value.Shape[3].Constant, value.Operands[1].Shape[1].Constant);
        if (rows is not > 0 || columns is not > 0 || filters is not > 0 || channels is not > 0) return null;
        var (images, matrix) = ((double)(value.Shape[0].Constant ?? 1), (double)(channels.Value * filters.Value));
        double Cost(int tile, double input, double output)
        {
            var (tiles, points) = (images * Quotient(rows.Value, tile) * Quotient(columns.Value, tile), (tile + 2) * (tile + 2));
            var products = tiles * points * (channels.Value + StartCost) * Vectors(filters.Value);
            return products + tiles * (Vectors(channels.Value) * input + Vectors(filters.Value) * output) + points * matrix * weight;
        }

        var plain = images * rows.Value * columns.Value * (9 * channels.Value + StartCost) * Vectors(filters.Value) + 9 * matrix * weight;
        var (two, four) = (Cost(2, InputCost2, OutputCost2), Cost(4, InputCost4, OutputCost4));
        return Math.Min(two, four) > plain ? null : two < four ? 2 : 4;
    }

    // Whole vectors of 16.
    static double Vectors(long extent) => Quotient(extent, 16) * 16;

    static long Quotient(long x, long y) => (x + y - 1) / y;
}
