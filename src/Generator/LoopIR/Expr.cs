using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>A scalar expression. Pure: it reads buffers and computes, nothing else.</summary>
internal abstract record Expr(DType Type)
{
    public static Expr Float(double value) => new Literal(value, DType.Float32);

    public static Expr Call(Intrinsic intrinsic, params Expr[] arguments) => new Call(intrinsic, arguments.ToEquatableArray(), intrinsic.ResultType(arguments));

    public static Expr operator +(Expr a, Expr b) => Call(Intrinsic.Add, a, b);

    public static Expr operator -(Expr a, Expr b) => Call(Intrinsic.Subtract, a, b);

    public static Expr operator *(Expr a, Expr b) => Call(Intrinsic.Multiply, a, b);

    public static Expr operator /(Expr a, Expr b) => Call(Intrinsic.Divide, a, b);

    public static Expr operator -(Expr a) => Call(Intrinsic.Negate, a);

    public static implicit operator Expr(double value) => Float(value);

    public static Expr Select(Expr condition, Expr whenTrue, Expr whenFalse) => Call(Intrinsic.Select, condition, whenTrue, whenFalse);
}

/// <summary>A number (true is 1).</summary>
internal sealed record Literal(double Value, DType Type) : Expr(Type);

/// <summary>The integer value of an index expression (iota).</summary>
internal sealed record IndexValue(Dim Index) : Expr(DType.Int32);

/// <summary>One element of a buffer.</summary>
internal sealed record Load(Buffer Buffer, Dim Index) : Expr(Buffer.Type);

/// <summary>A let-bound scalar or an accumulator, by name. An int32 let may also stand as a symbol inside a <see cref="Dim"/>: a data-dependent index.</summary>
internal sealed record Local(string Name, DType Type) : Expr(Type);

/// <summary>A named primitive applied to scalars.</summary>
internal sealed record Call(Intrinsic Intrinsic, EquatableArray<Expr> Arguments, DType Type) : Expr(Type);
