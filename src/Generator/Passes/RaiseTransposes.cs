using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// Moves a transpose to the operands of the elementwise ops before it where that leaves fewer of them: f(xᵀ, y)ᵀ → f(x, yᵀ). Gradients that
/// come from a flattened tensor meet saved values of the other layout in this way.
/// </summary>
internal sealed class RaiseTransposes : Pass
{
    public override Graph Run(Graph graph)
    {
        var users = graph.Live().OrderBy(value => value.Id).SelectMany(value => value.Operands.Distinct().Select(operand => (operand, value))).ToLookup(use => use.operand, use => use.value);
        var outputs = new HashSet<Value>(graph.Outputs.Select(output => output.Value));

        // Computed for one user only, so that nobody misses the old layout.
        Value? OnlyUser(Value x) => outputs.Contains(x) ? null : users[x].Distinct().Take(2).ToList() is [var user] ? user : null;

        // Transposes that are there in the end, less those that are there now, when x is computed in the other layout.
        int Added(Value x, EquatableArray<int> permutation)
        {
            if (Layout.IsFree(x)) return 0;
            return x.Op switch
            {
                Transpose inner when IsIdentity(Layout.Compose(inner.Permutation, permutation)) => OnlyUser(x) is null ? 0 : -1,
                Transpose => 0,
                ElementwiseOp when OnlyUser(x) is not null => AddedToOperands(x, permutation),
                _ => 1,
            };
        }

        int AddedToOperands(Value x, EquatableArray<int> permutation) => x.Operands.Distinct().Sum(operand => Added(operand, permutation));

        bool Pays(Value value) => value is { Op: Transpose transpose, Operands: [{ Op: ElementwiseOp } x] }
            && OnlyUser(x) == value && AddedToOperands(x, transpose.Permutation) < 1;

        var movable = new HashSet<Value>();
        return graph.Rewrite((target, value, operands) =>
        {
            if (Pays(value)) return Raised(operands[0], ((Transpose)value.Op).Permutation, movable);
            var copy = target.Add(value.Op, operands);
            if (value.Op is ElementwiseOp && OnlyUser(value) is not null) movable.Add(copy);
            return copy;
        });
    }

    static Value Raised(Value x, EquatableArray<int> permutation, HashSet<Value> movable) =>
        movable.Contains(x)
            ? x.Graph.Add(x.Op, [.. x.Operands.Select(operand => Raised(operand, permutation, movable))])
            : Layout.Transposed(x, permutation);

    static bool IsIdentity(EquatableArray<int> permutation) => permutation.SequenceEqual(Enumerable.Range(0, permutation.Count));
}
