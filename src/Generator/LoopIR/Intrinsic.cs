using System;
using System.Collections.Generic;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.LoopIR;

/// <summary>
/// The closed set of scalar primitives. Arithmetic works on f32 and i32, comparisons give bool. Floating-point semantics are IEEE 754; Maximum and
/// Minimum propagate NaN.
/// </summary>
internal enum Intrinsic
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Negate,
    Maximum,
    Minimum,
    Abs,

    /// <summary>−1, 0 or 1; NaN stays NaN.</summary>
    Sign,
    Floor,
    Sqrt,

    /// <summary>1/√x.</summary>
    ReciprocalSqrt,
    Exp,

    /// <summary>eˣ − 1, accurate near 0.</summary>
    ExpMinusOne,
    Log,

    /// <summary>ln(1 + x), accurate near 0.</summary>
    LogOnePlus,
    Pow,
    Sin,
    Cos,
    Tanh,
    Erf,

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>a·b + c, rounded once where the hardware can.</summary>
    FusedMultiplyAdd,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    Not,

    /// <summary>condition ? a : b, both sides evaluated unless the condition does not vary in the innermost loop.</summary>
    Select,

    /// <summary>int or bool to float.</summary>
    ToFloat,

    /// <summary>float (truncating) or bool to int.</summary>
    ToInt,

    /// <summary>RandomUniform(stream, index): uniform in [0, 1), a function of seed, step, stream and element index alone (Philox 4×32-10).</summary>
    RandomUniform,
}

internal static class Intrinsics
{
    public static DType ResultType(this Intrinsic intrinsic, IReadOnlyList<Expr> arguments) => intrinsic switch
    {
        >= Intrinsic.Equal and <= Intrinsic.Not => DType.Bool,
        Intrinsic.ToFloat or Intrinsic.RandomUniform => DType.Float32,
        Intrinsic.ToInt => DType.Int32,
        Intrinsic.Select => arguments[1].Type,
        _ => arguments[0].Type,
    };

    public static int Arity(this Intrinsic intrinsic) => intrinsic switch
    {
        Intrinsic.FusedMultiplyAdd or Intrinsic.Select => 3,
        Intrinsic.Add or Intrinsic.Subtract or Intrinsic.Multiply or Intrinsic.Divide or Intrinsic.Maximum or Intrinsic.Minimum or Intrinsic.Pow
            or Intrinsic.Equal or Intrinsic.NotEqual or Intrinsic.Less or Intrinsic.LessOrEqual or Intrinsic.Greater or Intrinsic.GreaterOrEqual
            or Intrinsic.And or Intrinsic.Or or Intrinsic.RandomUniform => 2,
        _ => 1,
    };
}
