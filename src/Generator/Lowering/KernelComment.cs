using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>What a kernel computes, in words: its members; of a copy that the model has no name for, what becomes of what, for whom: "input → pad → transpose, for conv1".</summary>
internal static class KernelComment
{
    // How far behind a value the first named one is looked for.
    const int MaxDistance = 3;

    public static string Of(Cluster cluster, ValueUses uses) =>
        cluster is { Members.Count: 1, Root: { Name: null, Op: ViewOp, Operands.Count: > 0 } root } && Readers(root, uses, MaxDistance).Distinct().Take(2).ToList() is { Count: > 0 } readers
            ? $"{Chain(root)}, for {string.Join(" and ", readers)}"
            : string.Join(", ", cluster.Members.Select(m => m.Name is null ? m.Op.Name : $"{m.Name} ({m.Op.Name})"));

    static string Chain(Value value) => value is { Name: null, Op: ViewOp, Operands.Count: > 0 } ? $"{Chain(value.Operands[0])} → {value.Op.Name}" : KernelArguments.ReadableName(value);

    static IEnumerable<string> Readers(Value value, ValueUses uses, int distance) => distance == 0
        ? []
        : uses.Users(value).SelectMany(user => user.Name is { } name ? [name] : Readers(user, uses, distance - 1));
}
