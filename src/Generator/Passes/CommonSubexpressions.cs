using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Passes;

/// <summary>Merges values that compute the same thing: equal ops on the same operands. Random ops say by their stream whether they draw the same numbers.</summary>
internal sealed class CommonSubexpressions : Pass
{
    public override Graph Run(Graph graph)
    {
        var known = new Dictionary<(Op, EquatableArray<int>), Value>();
        var rewritten = graph.Rewrite((target, value, operands) =>
        {
            var key = (value.Op, operands.Select(operand => operand.Id).ToEquatableArray());
            if (!known.TryGetValue(key, out var same)) known[key] = same = target.Add(value.Op, operands);
            return same;
        });
        return rewritten.Values.Count == graph.Values.Count ? graph : rewritten;
    }
}
