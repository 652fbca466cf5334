using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// Moves transposes towards users, through ops that do not care about layout, until they meet their inverse: between convolutions tensors stay
/// [N, H, W, C]. f(xᵀ, yᵀ) → f(x, y)ᵀ.
/// </summary>
internal sealed class SinkTransposes : Pass
{
    public override Graph Run(Graph graph) => graph.Rewrite((target, value, operands) => Named(Sunk(target, value, operands), value.Name));

    static Value Sunk(Graph target, Value value, IReadOnlyList<Value> operands) => value.Op switch
    {
        Transpose transpose => Layout.Transposed(operands[0], transpose.Permutation),
        ReductionOp reduction when operands[0].Op is Transpose inner => SinkReduction(target, reduction, inner, operands[0].Operands[0]),
        _ when Common(operands) is { } permutation && Layout.Permuted(value.Op, Inverse(permutation)) is { } permuted =>
            Layout.Transposed(target.Add(permuted, [.. operands.Select(operand => Layout.Transposed(operand, Inverse(permutation)))]), permutation),
        _ => target.Add(value.Op, operands),
    };

    // The transpose will vanish; what it shows is what the model named.
    static Value Named(Value result, string? name)
    {
        if (result is { Op: Transpose or Reshape, Operands: [{ Name: null, Op: not LeafOp } shown] }) shown.Name = name;
        return result;
    }

    // The permutation by which all operands are transposed, broadcasts aside.
    static EquatableArray<int>? Common(IReadOnlyList<Value> operands)
    {
        var transposes = operands.Where(operand => !Layout.IsFree(operand)).Select(operand => operand.Op as Transpose).Distinct().ToList();
        return transposes is [{ } common] ? common.Permutation : null;
    }

    // The axes that stay may still be permuted.
    static Value SinkReduction(Graph target, ReductionOp reduction, Transpose inner, Value x)
    {
        var axes = reduction.Axes.Select(axis => inner.Permutation[axis]).OrderBy(axis => axis).ToEquatableArray();
        var kept = Enumerable.Range(0, x.Rank).Where(axis => !axes.Contains(axis)).ToList();
        var order = inner.Permutation.Where(axis => !axes.Contains(axis)).Select(axis => kept.IndexOf(axis)).ToEquatableArray();
        return Layout.Transposed(target.Add(reduction with { Axes = axes }, x), order);
    }

    static EquatableArray<int> Inverse(EquatableArray<int> permutation) => new Transpose { Permutation = permutation }.Inverse;
}
