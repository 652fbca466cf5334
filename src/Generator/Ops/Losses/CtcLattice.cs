using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Ops.Losses;

/// <summary>
/// The states that alignments go through: a blank before, between and behind the labels. State 2l is the blank before label l, state 2l + 1 is label l; 2S + 1 states in all. A path stays,
/// goes on by one, or passes over a blank between two labels that differ.
/// </summary>
internal static class CtcLattice
{
    /// <summary>The logarithm of what cannot be. Finite, so that no ∞ − ∞ arises; nothing that can be comes near it.</summary>
    public const double Never = -1e30;

    public static Dim States(Dim labels) => 2 * labels + 1;

    /// <summary>x[n, t, class], the class being a label of the targets.</summary>
    public static Expr Label(this LoopBuilder loops, Value x, Value targets, Dim n, Dim t, Dim label) =>
        loops.Load(x, [n, t, Dim.Symbol(loops.Let("class", loops.Load(targets, [n, label]).Within(x.Shape[2])).Name)]);

    /// <summary>The number of another label as a dim: label + step, or the label itself where there is none.</summary>
    public static Dim Neighbor(this LoopBuilder loops, Dim label, int step, Dim labels) =>
        Dim.Symbol(loops.Let("neighbor", new IndexValue(label + step).Within(labels)).Name);

    /// <summary>A path's logarithm where two labels differ, so that the blank between them may be passed over; a label never differs from itself.</summary>
    public static Expr IfDifferent(this LoopBuilder loops, Value targets, Dim n, Dim label, Dim neighbor, Expr path) =>
        Expr.Select(Expr.Call(Intrinsic.NotEqual, loops.Load(targets, [n, label]), loops.Load(targets, [n, neighbor])), path, Never);

    /// <summary>ln Σ eˣ.</summary>
    public static Expr LogSum(this LoopBuilder loops, params IReadOnlyList<Expr> paths)
    {
        Expr largest = Never;
        var terms = new List<Local>();
        foreach (var path in paths)
        {
            terms.Add(loops.Let("path", path));
            largest = Expr.Call(Intrinsic.Maximum, largest, terms[terms.Count - 1]);
        }
        var max = loops.Let("max", largest);
        Expr sum = 0;
        foreach (var term in terms) sum += Expr.Call(Intrinsic.Exp, term - max);
        return max + Expr.Call(Intrinsic.Log, sum);
    }
}
