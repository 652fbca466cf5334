using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>
/// An op whose every element is a scalar expression of elements of its operands: maps, views, gathers, random numbers. Such ops fuse into
/// whoever reads them: the reader asks for an element at an index, and the op asks its operands in turn.
/// </summary>
internal abstract record PointwiseOp : Op
{
    /// <summary>The element of the result at an index (one dim per axis of the result).</summary>
    public abstract Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index);

    public override void Lower(LoopBuilder loops, Value result)
    {
        var operands = new LoadedElements(loops, result);
        loops.Nest("i", result.Shape.Dims, index => loops.Store(result, index, Element(operands, result, index)));
    }

    sealed class LoadedElements(LoopBuilder loops, Value result) : IElements
    {
        public Expr Operand(int position, IReadOnlyList<Dim> index) => loops.Load(result.Operands[position], index);

        public Dim Bind(Expr position) => Dim.Symbol(loops.Let("at", position).Name);
    }
}

/// <summary>Access to the elements of an op's operands.</summary>
internal interface IElements
{
    Expr Operand(int position, IReadOnlyList<Dim> index);

    /// <summary>Makes an int32 expression usable inside an index: a data-dependent position.</summary>
    Dim Bind(Expr position);
}
