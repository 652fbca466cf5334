using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>A loop over one axis, or over several that lie behind each other.</summary>
internal sealed record LoopAxis(string Variable, Dim Extent);

/// <summary>
/// Outer and inner loops around statements. Neighboring loops become one where every index steps through both as through one axis: an elementwise chain over
/// [N, 64, 7, 7] is one loop of N·3136.
/// </summary>
internal sealed class LoopNest(IReadOnlyList<LoopAxis> outer, IReadOnlyList<LoopAxis> inner, IReadOnlyList<Stmt> statements)
{
    public sealed record Collapsed(IReadOnlyList<LoopAxis> Outer, IReadOnlyList<LoopAxis> Inner, Func<Dim, Dim> Rewrite);

    public Collapsed Collapse()
    {
        var indices = statements.SelectMany(LoopRewriter.Indices).Distinct().ToList();
        var substitutions = new List<(string Variable, Dim Replacement)>();
        var collapsedOuter = Collapse(outer, indices, substitutions);
        var collapsedInner = Collapse(inner, indices, substitutions);
        return new Collapsed(collapsedOuter, collapsedInner, dim => substitutions.Aggregate(dim, (d, s) => d.Substitute(s.Variable, s.Replacement)));
    }

    static List<LoopAxis> Collapse(IReadOnlyList<LoopAxis> axes, List<Dim> indices, List<(string, Dim)> substitutions)
    {
        var result = axes.ToList();
        for (var i = result.Count - 2; i >= 0; i--)
        {
            var (a, b) = (result[i], result[i + 1]);
            if (!indices.All(index => StepsAsOne(index, a, b))) continue;

            // a·extent(b) + b becomes b alone, over the product of the extents.
            substitutions.Add((a.Variable, Dim.Zero));
            for (var k = 0; k < indices.Count; k++) indices[k] = indices[k].Substitute(a.Variable, Dim.Zero);
            result[i] = new LoopAxis(b.Variable, a.Extent * b.Extent);
            result.RemoveAt(i + 1);
        }
        return result;
    }

    static bool StepsAsOne(Dim index, LoopAxis a, LoopAxis b) =>
        index.CoefficientOf(a.Variable) is { } outerStep && index.CoefficientOf(b.Variable) is { } innerStep && outerStep == innerStep * b.Extent;

    /// <summary>Loops around a body, outermost first; the innermost of the given kind.</summary>
    public static EquatableArray<Stmt> Wrap(IReadOnlyList<LoopAxis> axes, EquatableArray<Stmt> body, LoopKind innermost)
    {
        for (var i = axes.Count - 1; i >= 0; i--)
            body = [new Loop(axes[i].Variable, axes[i].Extent, i == axes.Count - 1 ? innermost : LoopKind.Serial, body)];
        return body;
    }
}
