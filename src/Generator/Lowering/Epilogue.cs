using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>
/// What an epilogue may read: the driver of a contraction tells it each element's offset in the result and its column, nothing else.
/// </summary>
internal static class Epilogue
{
    /// <summary>True when all these index expressions over the result's index can be told from offset or column.</summary>
    public static bool Addresses(ContractionCluster cluster, IReadOnlyList<Dim> index, IEnumerable<Dim> expressions) =>
        expressions.All(e => Address(cluster, index, e) is not null);

    /// <summary>An index expression over the result's index in terms of offset or column; null when it cannot be told.</summary>
    public static Dim? Address(ContractionCluster cluster, IReadOnlyList<Dim> index, Dim expression)
    {
        var difference = expression - cluster.Offset(index);
        if (!Mentions(difference, index)) return difference + Dim.Symbol(EpilogueKernel.Offset);
        if (!Mentions(expression, index)) return expression;
        var column = index[index.Count - 1];
        if (column.IsConstant || !ColumnIsLastAxis(cluster.Contraction)) return null;
        return expression.CoefficientOf(column.ToString()) == Dim.One && !Mentions(expression - column, index)
            ? expression - column + Dim.Symbol(EpilogueKernel.Column)
            : null;
    }

    static bool Mentions(Dim expression, IReadOnlyList<Dim> index) => index.Any(i => !i.IsConstant && expression.Mentions(i.ToString()));

    static bool ColumnIsLastAxis(Value contraction)
    {
        var equation = ((ContractionOp)contraction.Op).Equation([.. contraction.Operands.Select(o => o.Type)]);
        if (equation.C.Count == 0) return false;

        // An index that takes one value only (the group of an ungrouped convolution) is no part of the column.
        var last = equation.Outer.Where(o => o.Extent == Dim.One).Aggregate(equation.C[equation.C.Count - 1], (dim, o) => dim.Substitute(o.Name, Dim.Zero));
        return last == (Dim)equation.N;
    }
}
