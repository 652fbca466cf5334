using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Answers "the element of this value at this index" as an expression, computing through everything that has no buffer. What fusion is: a value without
/// a buffer is recomputed, at the reader's index, inside the reader.
/// </summary>
internal abstract class ElementReader(DimRanges ranges)
{
    int guards;

    public DimRanges Ranges { get; } = ranges;

    /// <summary>True below a view that hides part of its operand: nothing may be computed ahead of the test.</summary>
    protected bool IsGuarded => guards > 0;

    public Expr Read(Value value, IReadOnlyList<Dim> index)
    {
        index = [.. index.Select(Ranges.Simplify)];
        if (value.Op is Constant constant) return new Literal(constant.Number, constant.Type);
        if (Known(value, index) is { } known) return known;
        if (value.Op is not PointwiseOp) throw new InvalidOperationException($"{value.Op.Name} has no buffer and is not computed here.");
        return Hides(value, index) ? Evaluate(value, index) : Computed(value, index);
    }

    /// <summary>The element computed from the operands, whether or not it has a buffer.</summary>
    public Expr Evaluate(Value value, IReadOnlyList<Dim> index)
    {
        var guard = Hides(value, index) ? 1 : 0;
        guards += guard;
        var element = ((PointwiseOp)value.Op).Element(new Operands(this, value), value, index);
        guards -= guard;
        return element;
    }

    /// <summary>The element when it is in a buffer, or has been computed; null: compute it from the operands.</summary>
    protected abstract Expr? Known(Value value, IReadOnlyList<Dim> index);

    /// <summary>Computes an element from the operands; a derived reader may bind it to a name.</summary>
    protected virtual Expr Computed(Value value, IReadOnlyList<Dim> index) => Evaluate(value, index);

    /// <summary>Makes an integer usable in an index.</summary>
    protected abstract Dim Bind(Expr position);

    static bool Hides(Value value, IReadOnlyList<Dim> index) => value.Op is ViewOp view && view.Inside(value, index) is not null;

    sealed class Operands(ElementReader reader, Value value) : IElements
    {
        public Expr Operand(int position, IReadOnlyList<Dim> index) => reader.Read(value.Operands[position], index);

        public Dim Bind(Expr position) => reader.Bind(position);
    }
}
