using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// Leaves out of scans what nobody reads: stacks, carried tensors, sequences, captures. What is the same at every step moves out of the body; views of sequences and captures move
/// into it, where they cost nothing.
/// </summary>
internal sealed class SimplifyScans : Pass
{
    public override Graph Run(Graph graph)
    {
        if (!graph.Values.Any(value => value.Op is Scan)) return graph;
        var asked = graph.Live().Where(value => value.Op is Part && value.Operands[0].Op is Scan).ToLookup(part => part.Operands[0], part => ((Part)part.Op).Index);
        var scans = new Dictionary<Value, Rebuilt>();
        return graph.Rewrite((target, value, operands) => value.Op switch
        {
            Scan scan => (scans[value] = new Rebuilt(scan, target, operands, [.. asked[value]])).Bundle,
            Part part when scans.TryGetValue(value.Operands[0], out var scan) => scan.Part(part.Index),
            _ => target.Add(value.Op, operands),
        });
    }

    /// <summary>A scan cut anew out of its body.</summary>
    sealed class Rebuilt
    {
        readonly Scan scan;
        readonly HashSet<int> asked;
        readonly Graph steps;
        readonly ScanBuilder builder;
        readonly Dictionary<int, Value> carries = [];
        readonly Dictionary<int, Value> constants = [];     // what is carried but never changes

        public Rebuilt(Scan scan, Graph target, IReadOnlyList<Value> operands, HashSet<int> asked)
        {
            (this.scan, this.asked) = (scan, asked);
            steps = scan.Body.ToGraph();
            builder = new ScanBuilder(steps, target, scan.Length, scan.Backwards);
            var needed = Needed();
            foreach (var value in steps.Values.ToList())
            {
                switch (value.Op)
                {
                    case Step step: builder.Sequence(value, operands[step.Index], scan.Sequences[step.Index]); break;
                    case Captured captured: builder.Capture(value, operands[scan.FirstCaptured + captured.Index]); break;
                    case Carried carried when Next(carried.Index) == value:
                        builder.Capture(value, constants[carried.Index] = operands[scan.FirstInitial + carried.Index]);
                        break;
                }
            }
            foreach (var carry in Enumerable.Range(0, scan.Carries).Where(carry => needed.Contains(carry) && !constants.ContainsKey(carry)))
            {
                var leaf = steps.Values.FirstOrDefault(v => v.Op is Carried carried && carried.Index == carry) ?? steps.Add(new Carried(carry, scan.Body.Nexts[carry].Type));
                builder.Carry(leaf, operands[scan.FirstInitial + carry]);
                builder.Next(carries[carry] = leaf, Next(carry));
            }
            for (var stack = 0; stack < scan.Body.Stacks.Count; stack++)
            {
                if (asked.Contains(scan.Stack(stack))) builder.RequestStack(Stacked(stack));
            }
            builder.Build();
        }

        public Value Bundle => builder.Bundle;

        public Value Part(int index)
        {
            if (index >= scan.Stack(0)) return builder.Stacked(Stacked(index - scan.Stack(0)));
            var carry = index % scan.Carries;
            var isHistory = index == scan.History(carry);
            if (constants.TryGetValue(carry, out var constant)) return isHistory ? constant.BroadcastTo(Shape.Of([scan.Length + 1, .. constant.Shape.Dims])) : constant;
            if (isHistory) return builder.History(carries[carry]);
            if (!asked.Contains(scan.History(carry))) return builder.Final(carries[carry]);
            // The history is there anyway: its last slot to be written.
            var final = builder.History(carries[carry]).Slice(0, new SliceRange(scan.Backwards ? Dim.Zero : scan.Length, Dim.One));
            return final.Reshape(Next(carry).Shape);
        }

        Value Next(int carry) => steps.Values[scan.Body.Nexts[carry].Node];

        Value Stacked(int stack) => steps.Values[scan.Body.Stacks[stack].Node];

        // The carried tensors that something asked for depends on, at this step or a later one.
        HashSet<int> Needed()
        {
            var carries = new HashSet<int>(Enumerable.Range(0, scan.Carries).Where(carry => asked.Contains(scan.History(carry)) || asked.Contains(scan.Final(carry))));
            var live = new HashSet<Value>(Enumerable.Range(0, scan.Body.Stacks.Count).Where(stack => asked.Contains(scan.Stack(stack))).Select(Stacked));
            while (true)
            {
                live.UnionWith(carries.Select(Next));
                foreach (var value in steps.Values.Reverse().Where(live.Contains)) live.UnionWith(value.Operands);
                var more = live.Select(value => value.Op).OfType<Carried>().Select(leaf => leaf.Index).Where(carry => !carries.Contains(carry)).ToList();
                if (more.Count == 0) return carries;
                carries.UnionWith(more);
            }
        }
    }
}
