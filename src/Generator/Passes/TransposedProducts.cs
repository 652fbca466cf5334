using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// (A·B)ᵀ → Bᵀ·Aᵀ where only the transpose is wanted: contractions read any strides, so the gradient of a weight [out, in] is written in its place
/// instead of being turned around afterwards.
/// </summary>
internal sealed class TransposedProducts : Pass
{
    public override Graph Run(Graph graph)
    {
        var uses = graph.Values.SelectMany(v => v.Operands).Concat(graph.Outputs.Select(o => o.Value)).ToLookup(v => v);
        bool Applies(Value value) => value.Op is Transpose transpose
            && value.Operands[0] is { Op: MatMul, Rank: var rank } product
            && uses[product].Count() == 1
            && product.Operands.All(o => o.Rank == rank)
            && SwapsLastTwo(transpose.Permutation);

        return graph.Rewrite((target, value, operands) => Applies(value)
            ? target.Add(new MatMul(), [.. operands[0].Operands.Reverse().Select(o => o.Transpose(((Transpose)value.Op).Permutation))])
            : target.Add(value.Op, operands));
    }

    static bool SwapsLastTwo(IReadOnlyList<int> permutation)
    {
        var rank = permutation.Count;
        return rank >= 2 && permutation.SequenceEqual([.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
    }
}
