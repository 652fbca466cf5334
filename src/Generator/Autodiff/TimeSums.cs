using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Indexing;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Reductions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Autodiff;

/// <summary>
/// Sums over all steps of a scan: what the cotangents of captured values are. A product of matrices is not computed at every step and added up: its operands are stacked, and one
/// product outside of the scan has time among the indices that it sums over. What cannot be moved out is accumulated step by step.
/// </summary>
internal sealed class TimeSums(Graph target, ScanBuilder scan, Dim length)
{
    /// <summary>Σ over t of a step's value; the term is there after the scan is built.</summary>
    public Func<Value> Of(Value value) => Outside(value) ?? Accumulated(value);

    Func<Value> Accumulated(Value value)
    {
        var total = scan.Carry(target.Add(new Constant(0)).BroadcastTo(value.Shape));
        scan.Next(total, total + value);
        return () => scan.Final(total);
    }

    // Null: nothing is won outside.
    Func<Value>? Outside(Value value)
    {
        if (!scan.Varies(value)) return () => scan.Outer(value).Times(length);
        return value.Op switch
        {
            Add => Both(value),
            Negate or Transpose or Reshape or Slice or Pad { Filling: 0 } => Outside(value.Operands[0]) is { } inner ? () => target.Add(value.Op, inner()) : null,
            MatMul => Stacked(value, Product),
            Sum sum => Stacked(value, (_, operands) => operands[0].Sum([0, .. sum.Axes.Select(axis => axis + 1)])),
            ScatterAdd => Stacked(value, (op, operands) => target.Add(op, operands)),
            _ => null,
        };
    }

    Func<Value>? Both(Value sum)
    {
        var (a, b) = (Outside(sum.Operands[0]), Outside(sum.Operands[1]));
        if (a is null && b is null) return null;
        var (left, right) = (a ?? Accumulated(sum.Operands[0]), b ?? Accumulated(sum.Operands[1]));
        return () => left() + right();
    }

    Func<Value> Stacked(Value value, Func<Op, IReadOnlyList<Value>, Value> build)
    {
        foreach (var operand in value.Operands) scan.RequestStack(operand);
        return () => build(value.Op, [.. value.Operands.Select(scan.Stacked)]);
    }

    // Σ over t and k of A[t, b…, m, k]·B[t, (b…,) k, n]: time is the outer part of the summed index.
    static Value Product(Op op, IReadOnlyList<Value> operands)
    {
        var left = TimeBeforeRows(operands[0].SwapLastAxes()).SwapLastAxes();
        return left.MatMul(TimeBeforeRows(operands[1]));
    }

    // [t, b…, k, n] → [b…, t·k, n].
    static Value TimeBeforeRows(Value x)
    {
        var batch = x.Rank - 3;
        var moved = batch == 0 ? x : x.Transpose([.. Enumerable.Range(1, batch), 0, batch + 1, batch + 2]);
        return moved.Reshape(Shape.Of([.. moved.Shape.Dims.Take(batch), moved.Shape[batch] * moved.Shape[batch + 1], moved.Shape[batch + 2]]));
    }
}
