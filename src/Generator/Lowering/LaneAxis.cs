using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Chooses which of several free axes runs in lanes: the one along which most of what is read and written lies side by side. It need not be the last axis
/// of the result: four reads in a row and one scattered write beat four gathers and one write in a row.
/// </summary>
internal static class LaneAxis
{
    // Lanes of the widest vector; what a gather or scatter costs, one access per lane.
    const int Lanes = 16;

    public static IReadOnlyList<LoopAxis> MoveInnermost(IReadOnlyList<LoopAxis> axes, IEnumerable<Stmt> statements)
    {
        if (axes.Count < 2) return axes;
        var indices = statements.SelectMany(Accesses).ToList();
        var last = axes[axes.Count - 1];
        var best = axes.OrderBy(axis => Cost(axis, indices)).ThenBy(axis => axis == last ? 0 : 1).First();
        return [.. axes.Where(axis => axis != best), best];
    }

    // Accesses per element: what lies side by side is shared by the lanes, and lanes beyond the extent are lost.
    static double Cost(LoopAxis axis, IReadOnlyList<Dim> indices)
    {
        var accesses = indices.Sum(index => index.CoefficientOf(axis.Variable) is { Constant: 0 or 1 } ? 1.0 : Lanes);
        var used = axis.Extent.Constant is { } extent ? extent / (double)((extent + Lanes - 1) / Lanes * Lanes) : 1;
        return accesses / Math.Max(used, 1.0 / Lanes);
    }

    static IEnumerable<Dim> Accesses(Stmt statement) => statement switch
    {
        Let let => Loads(let.Value),
        Store store => Loads(store.Value).Append(store.Index),
        _ => [],
    };

    static IEnumerable<Dim> Loads(Expr expr) => expr switch
    {
        Load load => [load.Index],
        Call call => call.Arguments.SelectMany(Loads),
        _ => [],
    };
}
