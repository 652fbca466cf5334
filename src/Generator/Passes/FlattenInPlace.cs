using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// Inference: behind a flattened image it is the rows of the weights that change places, once, and not the image's numbers at every call: flatten(xᵀ)·W → flatten(x)·(W with its rows in the
/// order of x).
/// </summary>
internal sealed class FlattenInPlace : Pass
{
    public override Graph Run(Graph graph)
    {
        // While training, weights change with every step.
        if (graph.Outputs.Any(output => output.Kind is OutputKind.Gradient or OutputKind.State)) return graph;
        var constant = ConstantValues.Of(graph);
        return graph.Rewrite((target, value, operands) =>
            value.Op is MatMul && Turned(value.Operands[0]) is { } transpose && value.Operands[1].Rank == 2 && constant.Contains(value.Operands[1]) && !constant.Contains(value)
                ? Product(operands[0].Operands[0].Operands[0], ((Transpose)transpose.Op).Permutation, operands[1])
                : target.Add(value.Op, operands));
    }

    // The image [N, …] in another order of its axes but the first, all of which become one.
    static Value? Turned(Value flat) => flat is { Op: Reshape, Rank: 2, Operands: [{ Op: Transpose { Permutation: [0, ..] } } image] } && flat.Shape[0] == image.Shape[0] && IsKnown(image) ? image : null;

    static bool IsKnown(Value image) => image.Shape.Dims.Skip(1).All(extent => extent.IsConstant);

    static Value Product(Value image, IReadOnlyList<int> permutation, Value weights)
    {
        var (rank, columns) = (image.Rank, weights.Shape[1]);
        var axes = weights.Reshape(Shape.Of([.. permutation.Skip(1).Select(axis => image.Shape[axis]), columns]));
        var turned = axes.Transpose([.. Enumerable.Range(1, rank - 1).Select(axis => permutation.ToList().IndexOf(axis) - 1), rank - 1]);
        return image.Reshape(Shape.Of(image.Shape[0], weights.Shape[0])).MatMul(turned.Reshape(weights.Shape));
    }
}
