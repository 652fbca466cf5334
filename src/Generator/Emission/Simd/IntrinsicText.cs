using System;
using System.Collections.Generic;
using Sinter.Generator.LoopIR;
using static Sinter.Generator.Emission.RuntimeNames;

namespace Sinter.Generator.Emission.Simd;

/// <summary>What each intrinsic is called in C#: over vectors and over scalars. Selection, conversions and random numbers are written where they are used.</summary>
internal static class IntrinsicText
{
    public static string Vector(Intrinsic intrinsic, IReadOnlyList<string> x) => intrinsic switch
    {
        Intrinsic.Add => $"({x[0]} + {x[1]})",
        Intrinsic.Subtract => $"({x[0]} - {x[1]})",
        Intrinsic.Multiply => $"({x[0]} * {x[1]})",
        Intrinsic.Divide => $"({x[0]} / {x[1]})",
        Intrinsic.Negate => $"(-{x[0]})",
        Intrinsic.Maximum => $"TSimd.Max({x[0]}, {x[1]})",
        Intrinsic.Minimum => $"TSimd.Min({x[0]}, {x[1]})",
        Intrinsic.Abs => $"TSimd.Abs({x[0]})",
        Intrinsic.Floor => $"TSimd.Floor({x[0]})",
        Intrinsic.Sqrt => $"TSimd.Sqrt({x[0]})",
        Intrinsic.FusedMultiplyAdd => $"TSimd.MultiplyAdd({x[0]}, {x[1]}, {x[2]})",
        Intrinsic.Equal => $"TSimd.Equal({x[0]}, {x[1]})",
        Intrinsic.NotEqual => $"TSimd.NotEqual({x[0]}, {x[1]})",
        Intrinsic.Less => $"TSimd.Less({x[0]}, {x[1]})",
        Intrinsic.LessOrEqual => $"TSimd.LessOrEqual({x[0]}, {x[1]})",
        Intrinsic.Greater => $"TSimd.Less({x[1]}, {x[0]})",
        Intrinsic.GreaterOrEqual => $"TSimd.LessOrEqual({x[1]}, {x[0]})",
        Intrinsic.And => $"({x[0]} & {x[1]})",
        Intrinsic.Or => $"({x[0]} | {x[1]})",
        Intrinsic.Not => $"(~{x[0]})",
        Intrinsic.Sign or Intrinsic.ReciprocalSqrt or Intrinsic.Exp or Intrinsic.ExpMinusOne or Intrinsic.Log or Intrinsic.LogOnePlus or Intrinsic.Pow or Intrinsic.Sin
            or Intrinsic.Cos or Intrinsic.Tanh or Intrinsic.Erf or Intrinsic.Sigmoid => $"{VectorMath}.{intrinsic}({string.Join(", ", x)})",
        _ => throw new InvalidOperationException($"{intrinsic} is no function of vectors."),
    };

    public static string Scalar(Intrinsic intrinsic, IReadOnlyList<string> x, bool isInteger) => intrinsic switch
    {
        >= Intrinsic.Equal and <= Intrinsic.GreaterOrEqual when x[0] == x[1] => WithItself(intrinsic, x[0], isInteger),
        Intrinsic.Add => $"({x[0]} + {x[1]})",
        Intrinsic.Subtract => $"({x[0]} - {x[1]})",
        Intrinsic.Multiply => $"({x[0]} * {x[1]})",
        Intrinsic.Divide => $"({x[0]} / {x[1]})",
        Intrinsic.Negate => $"(-{x[0]})",
        Intrinsic.Maximum => $"{SystemMath}.Max({x[0]}, {x[1]})",
        Intrinsic.Minimum => $"{SystemMath}.Min({x[0]}, {x[1]})",
        Intrinsic.Abs => $"{SystemMath}.Abs({x[0]})",
        Intrinsic.Sign when isInteger => $"{SystemMath}.Sign({x[0]})",
        Intrinsic.Floor => $"{MathF}.Floor({x[0]})",
        Intrinsic.Sqrt => $"{MathF}.Sqrt({x[0]})",
        Intrinsic.FusedMultiplyAdd => $"{ScalarMath}.MultiplyAdd({x[0]}, {x[1]}, {x[2]})",
        Intrinsic.Sign or Intrinsic.ReciprocalSqrt or Intrinsic.Exp or Intrinsic.ExpMinusOne or Intrinsic.Log or Intrinsic.LogOnePlus or Intrinsic.Pow or Intrinsic.Sin
            or Intrinsic.Cos or Intrinsic.Tanh or Intrinsic.Erf or Intrinsic.Sigmoid => $"{ScalarMath}.{intrinsic}({string.Join(", ", x)})",
        Intrinsic.Equal => $"({x[0]} == {x[1]})",
        Intrinsic.NotEqual => $"({x[0]} != {x[1]})",
        Intrinsic.Less => $"({x[0]} < {x[1]})",
        Intrinsic.LessOrEqual => $"({x[0]} <= {x[1]})",
        Intrinsic.Greater => $"({x[0]} > {x[1]})",
        Intrinsic.GreaterOrEqual => $"({x[0]} >= {x[1]})",
        Intrinsic.And => $"({x[0]} && {x[1]})",
        Intrinsic.Or => $"({x[0]} || {x[1]})",
        Intrinsic.Not => $"(!{x[0]})",
        _ => throw new InvalidOperationException($"{intrinsic} is no function of scalars."),
    };

    // C# warns of a comparison with itself. Only NaN differs from itself.
    static string WithItself(Intrinsic intrinsic, string x, bool isInteger) => intrinsic switch
    {
        Intrinsic.Less or Intrinsic.Greater => "false",
        Intrinsic.NotEqual => isInteger ? "false" : $"float.IsNaN({x})",
        _ => isInteger ? "true" : $"(!float.IsNaN({x}))",
    };
}
