using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// A result that is a range of a history becomes a stack, if nothing else is read of the history than its last value: the steps write the result where it goes, and the state itself
/// takes two slots instead of one for each step.
/// </summary>
internal sealed class StackResults : Pass
{
    public override Graph Run(Graph graph)
    {
        if (!graph.Values.Any(value => value.Op is Scan)) return graph;
        var live = graph.Live();
        var users = live.SelectMany(user => user.Operands.Distinct().Select(operand => (operand, user))).ToLookup(use => use.operand, use => use.user);
        var results = new HashSet<Value>(graph.Outputs.Select(output => output.Value));
        // The histories whose states are stacked, by scan.
        var stacked = live.Where(value => value.Op is Scan).ToDictionary(scan => scan, scan => live.Where(part => part.Operands is [var of] && of == scan && IsReadAsStack(part)).OrderBy(Index).ToList());
        return graph.Rewrite((target, value, operands) => value switch
        {
            { Op: Scan scan } when stacked[value].Count > 0 => target.Add(WithStacks(scan, stacked[value].Select(Index)), operands),
            { Op: Slice slice, Operands: [{ Op: Part } history] } when stacked.TryGetValue(Origin(history), out var histories) && histories.IndexOf(history) is >= 0 and var at =>
                Replacement((Scan)Origin(history).Op, Index(history), at, slice, operands[0].Operands[0]),
            _ => GraphRewriter.Copy(target, value, operands),
        });

        bool IsReadAsStack(Value part)
        {
            var scan = (Scan)part.Operands[0].Op;
            if (Index(part) >= scan.Carries || results.Contains(part)) return false;
            var ranges = users[part].ToList();
            return ranges.All(user => user.Op is Slice slice && (IsAfter(scan, slice) || IsFinal(scan, slice)) && IsWholeElsewhere(slice, part))
                && ranges.Any(user => IsAfter(scan, (Slice)user.Op) && results.Contains(user));
        }
    }

    static int Index(Value part) => ((Part)part.Op).Index;

    static Value Origin(Value part) => part.Operands[0];

    static bool IsAfter(Scan scan, Slice slice) => slice.Ranges[0] == new SliceRange(scan.After, scan.Length);

    static bool IsFinal(Scan scan, Slice slice) => slice.Ranges[0] == new SliceRange(scan.Backwards ? Dim.Zero : scan.Length, Dim.One);

    static bool IsWholeElsewhere(Slice slice, Value history) => Enumerable.Range(1, slice.Ranges.Count - 1).All(axis => slice.Ranges[axis] == SliceRange.All(history.Shape[axis]));

    static Scan WithStacks(Scan scan, IEnumerable<int> carries) =>
        scan with { Body = scan.Body with { Stacks = [.. scan.Body.Stacks, .. carries.Select(carry => scan.Body.Nexts[carry])] } };

    // With one step, the only state is the last one too.
    static Value Replacement(Scan scan, int carry, int stack, Slice slice, Value bundle)
    {
        var state = scan.Body.Nexts[carry].Type;
        return IsAfter(scan, slice)
            ? bundle.Graph.Add(new Part(scan.Stack(scan.Body.Stacks.Count + stack), state with { Shape = Shape.Of([scan.Length, .. state.Shape.Dims]) }), [bundle])
            : bundle.Graph.Add(new Part(scan.Final(carry), state), [bundle]).Reshape(Shape.Of([Dim.One, .. state.Shape.Dims]));
    }
}
