using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Backpropagation through time: the derivative of a scan is a scan in the other direction, whose body is the reverse-mode derivative of the body. It carries the cotangents of the states, and
/// reads the states and what else the scan stacked; the rest of the step it computes again.
/// </summary>
internal sealed class ScanGradient
{
    readonly Scan scan;
    readonly Value result;
    readonly IReadOnlyList<Value?> dys;
    readonly Graph steps;
    readonly ScanBuilder reverse;
    readonly Cotangents cotangents;
    readonly Dictionary<Op, Value> leaves;      // of the body that is differentiated; the placeholders of the derivative are others
    readonly Dictionary<int, Value> adjoints = [];

    /// <summary>One cotangent per operand; null where none flows.</summary>
    /// <param name="dys">The upstream gradient of each part; null where none arrives.</param>
    public static IReadOnlyList<Value?> Of(Value result, IReadOnlyList<Value?> dys)
    {
        // A state that no cotangent reaches carries none back. Which those are shows when it is tried: each try can only add some.
        var active = new HashSet<int>();
        while (true)
        {
            var gradient = new ScanGradient(result, dys, active);
            if (gradient.Reached().ToList() is not { Count: > 0 } more) return gradient.Finish();
            active.UnionWith(more);
        }
    }

    ScanGradient(Value result, IReadOnlyList<Value?> dys, HashSet<int> active)
    {
        (scan, this.result, this.dys) = ((Scan)result.Op, result, dys);
        steps = scan.Body.ToGraph();
        reverse = new ScanBuilder(steps, result.Graph, scan.Length, !scan.Backwards);
        leaves = steps.Values.Where(v => v.Op is BodyLeaf).ToDictionary(v => v.Op);
        cotangents = new Cotangents(steps, leaves.Values.Where(v => v.DType == DType.Float32));
        BindLeaves();
        ReadWhatIsSaved();
        Seed(active);
        cotangents.WalkBack();
    }

    void BindLeaves()
    {
        foreach (var value in leaves.Values)
        {
            switch (value.Op)
            {
                case Step step: reverse.Sequence(value, result.Operands[step.Index], scan.Sequences[step.Index]); break;
                case Carried carried: reverse.Sequence(value, result.Part(scan.History(carried.Index)), new TimeAxis(0, scan.Before)); break;
                case Captured captured: reverse.Capture(value, result.Operands[scan.FirstCaptured + captured.Index]); break;
            }
        }
    }

    // States after the step, and what the scan stacked, need not be computed again.
    void ReadWhatIsSaved()
    {
        for (var carry = 0; carry < scan.Carries; carry++) Saved(scan.Body.Nexts[carry], scan.History(carry), scan.After);
        for (var stack = 0; stack < scan.Body.Stacks.Count; stack++) Saved(scan.Body.Stacks[stack], scan.Stack(stack), Dim.Zero);
    }

    void Saved(BodyOutput output, int part, Dim start)
    {
        var value = steps.Values[output.Node];
        if (value.Op is not LeafOp && !reverse.IsReplaced(value)) reverse.Replace(value, reverse.Sequence(result.Part(part), new TimeAxis(0, start)));
    }

    void Seed(HashSet<int> active)
    {
        for (var carry = 0; carry < scan.Carries; carry++)
        {
            var next = steps.Values[scan.Body.Nexts[carry].Node];
            if (dys[scan.Final(carry)] is not null || active.Contains(carry))
            {
                var initial = dys[scan.Final(carry)] ?? result.Graph.Add(new Constant(0)).BroadcastTo(next.Shape);
                cotangents.Add(next, adjoints[carry] = reverse.Carry(initial));
            }
            if (dys[scan.History(carry)] is { } history) cotangents.Add(next, reverse.Sequence(history, new TimeAxis(0, scan.After)));
        }
        for (var stack = 0; stack < scan.Body.Stacks.Count; stack++)
        {
            if (dys[scan.Stack(stack)] is { } dy) cotangents.Add(steps.Values[scan.Body.Stacks[stack].Node], reverse.Sequence(dy));
        }
    }

    // The carried tensors that a cotangent reaches, but that carry none yet.
    IEnumerable<int> Reached() =>
        leaves.Where(leaf => leaf.Key is Carried && cotangents.Find(leaf.Value) is not null).Select(leaf => ((Carried)leaf.Key).Index).Where(carry => !adjoints.ContainsKey(carry));

    IReadOnlyList<Value?> Finish()
    {
        Value? Of(BodyLeaf? leaf) => leaf is null ? null : cotangents.Find(leaves[leaf]);

        foreach (var adjoint in adjoints)
        {
            var cotangent = Of(scan.Body.Leaves<Carried>().FirstOrDefault(leaf => leaf.Index == adjoint.Key));
            reverse.Next(adjoint.Value, cotangent ?? adjoint.Value.Constant(0).BroadcastTo(adjoint.Value.Shape));
        }
        var sums = new TimeSums(result.Graph, reverse, scan.Length);
        var gradients = new List<Func<Value?>>();
        foreach (var sequence in Enumerable.Range(0, scan.Sequences.Count))
        {
            var dy = Of(scan.Body.Leaves<Step>().FirstOrDefault(leaf => leaf.Index == sequence));
            if (dy is not null) reverse.RequestStack(dy);
            gradients.Add(() => dy is null ? null : InPlace(reverse.Stacked(dy), sequence));
        }
        foreach (var carry in Enumerable.Range(0, scan.Carries)) gradients.Add(() => OfInitial(carry));
        foreach (var captured in Enumerable.Range(0, result.Operands.Count - scan.FirstCaptured))
        {
            var dy = Of(scan.Body.Leaves<Captured>().FirstOrDefault(leaf => leaf.Index == captured));
            gradients.Add(dy is not null ? sums.Of(dy) : new Func<Value?>(() => null));
        }
        reverse.Build();
        return [.. gradients.Select(gradient => gradient())];
    }

    // From [L, …] to the range of the axis that the scan read.
    Value InPlace(Value stacked, int sequence)
    {
        var ((axis, start), shape) = (scan.Sequences[sequence], result.Operands[sequence].Shape);
        var placed = axis == 0 ? stacked : stacked.Transpose([.. Enumerable.Range(1, axis), 0, .. Enumerable.Range(axis + 1, shape.Rank - axis - 1)]);
        Dim[] Only(Dim width) => [.. Enumerable.Range(0, shape.Rank).Select(a => a == axis ? width : Dim.Zero)];
        return placed.Pad([.. Only(start)], [.. Only(shape[axis] - start - scan.Length)]);
    }

    Value? OfInitial(int carry)
    {
        var through = adjoints.TryGetValue(carry, out var adjoint) ? reverse.Final(adjoint) : null;
        if (dys[scan.History(carry)] is not { } history) return through;
        var direct = history.Slice(0, new SliceRange(scan.Initial, Dim.One)).Reshape(result.Operands[scan.FirstInitial + carry].Shape);
        return through is null ? direct : through + direct;
    }
}
