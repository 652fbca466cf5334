using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Passes;

/// <summary>Replaces values by simpler equal ones, as their ops (<see cref="Op.Fold"/>) and the algebra of numbers say, until nothing gets simpler.</summary>
internal sealed class Canonicalize : Pass
{
    // Every rule makes a value simpler, so this is never reached; it keeps a mistaken pair of rules from hanging an editor.
    const int MostRounds = 100;

    public override Graph Run(Graph graph)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var changed = false;
            var next = graph.Rewrite((target, value, operands) =>
            {
                var result = target.Add(value.Op, operands);
                if (Simpler(result) is not { } simpler) return result;
                changed = true;
                return simpler;
            });
            if (!changed) return graph;
            graph = next;
        }
        return graph;
    }

    static Value? Simpler(Value value) => value.Op.Fold(value) ?? Algebra.Simplify(value);
}
