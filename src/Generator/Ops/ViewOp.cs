using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>The same elements at other positions: no arithmetic, so it costs nothing where the reader can follow the map.</summary>
internal abstract record ViewOp : PointwiseOp
{
    /// <summary>Where in the operand the element at an index of the result lies.</summary>
    public abstract IReadOnlyList<Dim> Source(Value result, IReadOnlyList<Dim> index);

    /// <summary>The element where the view has no source.</summary>
    public virtual double Outside => 0;

    /// <summary>False (as an expression) where the view has no source and the element is <see cref="Outside"/>; null: every element has one.</summary>
    public virtual Expr? Inside(Value result, IReadOnlyList<Dim> index) => null;

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index)
    {
        var element = operands.Operand(0, Source(result, index));
        return Inside(result, index) is { } inside ? Expr.Select(inside, element, new Literal(Outside, result.DType)) : element;
    }
}
