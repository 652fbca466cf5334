using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Elementwise;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Passes;

/// <summary>
/// Rules of arithmetic with numbers known while compiling. Values of the operands are not assumed finite, so x·0 stays; merged factors are
/// rounded once instead of twice.
/// </summary>
internal static class Algebra
{
    /// <summary>A simpler value that equals this one, or null.</summary>
    public static Value? Simplify(Value value) => value.Op switch
    {
        ElementwiseOp when Narrow(value) is { } narrow => narrow,
        Broadcast or Reshape or Transpose => SimplifyView(value),
        Negate => SimplifyNegate(value.Operands[0]),
        Add or Subtract or Multiply or Divide => SimplifyArithmetic(value, value.Operands[0], value.Operands[1]),
        _ => null,
    };

    // A map of broadcasts is the broadcast of a map, over fewer elements.
    static Value? Narrow(Value value)
    {
        if (value.Operands.Any(operand => operand.Op is not Broadcast) || value.Operands.All(operand => operand.Number is not null)) return null;
        var sources = value.Operands.Select(operand => operand.Operands[0]).ToList();
        var common = sources.Select(source => source.Shape).Aggregate(Broadcasting.Common);
        return common == value.Shape ? null : value.Graph.Add(value.Op, sources).BroadcastTo(value.Shape);
    }

    static Value? SimplifyView(Value value)
    {
        var x = value.Operands[0];
        return value.Op switch
        {
            _ when x.Number is not null => x.Op is Constant && value.Op is Broadcast ? null : Fill(value, x.Number!.Value),
            Broadcast when x.Op is Broadcast => x.Operands[0].BroadcastTo(value.Shape),
            Transpose { Permutation: var permutation } when Layout.MovesOnlyOnes(x.Shape, permutation) => x.Reshape(value.Shape),
            // Broadcasting adds outer axes of itself.
            Broadcast when x.Op is Reshape && AddsOuterOnes(x.Operands[0].Shape, x.Shape) => x.Operands[0].BroadcastTo(value.Shape),
            _ => null,
        };
    }

    static bool AddsOuterOnes(Shape from, Shape to)
    {
        for (var axis = 0; axis < to.Rank; axis++)
        {
            var source = axis + from.Rank - to.Rank;
            if (to[axis] != (source < 0 ? Dim.One : from[source])) return false;
        }
        return to.Rank > from.Rank;
    }

    static Value? SimplifyNegate(Value x) => x.Op switch
    {
        _ when x.Number is { } number => Fill(x, -number),
        Negate => x.Operands[0],
        Subtract => x.Operands[1] - x.Operands[0],
        Multiply or Divide when x.Operands[1].Number is { } factor => Again(x, x.Operands[0], -factor),
        _ => null,
    };

    static Value? SimplifyArithmetic(Value value, Value a, Value b)
    {
        var (left, right) = (a.Number, b.Number);
        if (left is { } l && right is { } r) return value.DType == DType.Float32 ? Fold(value, l, r) : null;
        if (left is not null) return SimplifyWithLeft(value, a, b, left.Value);
        if (right is not null) return SimplifyWithRight(value, a, b, right.Value);
        return value.Op switch
        {
            Add when b.Op is Negate => a - b.Operands[0],
            Add when a.Op is Negate => b - a.Operands[0],
            Subtract when b.Op is Negate => a + b.Operands[0],
            Multiply or Divide when a.Op is Negate && b.Op is Negate => value.Graph.Add(value.Op, a.Operands[0], b.Operands[0]),
            _ => null,
        };
    }

    static Value? SimplifyWithLeft(Value value, Value a, Value b, double left) => value.Op switch
    {
        // Numbers stand on the right.
        Add or Multiply => value.Graph.Add(value.Op, b, a),
        Subtract when left == 0 => -b,
        _ => null,
    };

    static Value? SimplifyWithRight(Value value, Value a, Value b, double right) => value.Op switch
    {
        Add or Subtract when right == 0 => a,
        Multiply or Divide when right == 1 => a,
        Multiply or Divide when right == -1 => -a,
        Subtract => Again(value, new Add(), a, -right),
        Add when a.Op is Add && a.Operands[1].Number is { } inner => Again(value, a.Operands[0], inner + right),
        Multiply or Divide when a.Op is Negate => Again(value, a.Operands[0], -right),
        Multiply or Divide when value.DType == DType.Float32 && (a.Operands.Count == 2 ? a.Operands[1].Number : null) is { } inner => MergeFactors(value, a, inner, right),
        _ => null,
    };

    // (x ∘ inner) ∘ right, where ∘ is · or /.
    static Value? MergeFactors(Value value, Value a, double inner, double right) => (a.Op, value.Op) switch
    {
        (Multiply, Multiply) => Again(value, new Multiply(), a.Operands[0], inner * right),
        (Multiply, Divide) => Again(value, new Multiply(), a.Operands[0], inner / right),
        (Divide, Multiply) => Again(value, new Multiply(), a.Operands[0], right / inner),
        (Divide, Divide) => Again(value, new Divide(), a.Operands[0], inner * right),
        _ => null,
    };

    static Value? Fold(Value value, double a, double b) => value.Op switch
    {
        Add => Fill(value, a + b),
        Subtract => Fill(value, a - b),
        Multiply => Fill(value, a * b),
        Divide => Fill(value, a / b),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.Op, null),
    };

    static Value? Again(Value like, Value x, double number) => Again(like, like.Op, x, number);

    static Value? Again(Value like, Op op, Value x, double number) => Fill(like, number) is { } filled ? like.Graph.Add(op, x, filled) : null;

    // A number beyond float's range would not be what float arithmetic gives step by step.
    static Value? Fill(Value like, double number) =>
        float.IsInfinity((float)number) || double.IsNaN(number) ? null : like.Constant(number).BroadcastTo(like.Shape);
}
