using System;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>C#'s operators on numbers known while compiling. Null: the operator has no meaning here.</summary>
internal static class Arithmetic
{
    public static Dim? Of(BinaryOperatorKind kind, Dim a, Dim b) => (kind, a.Constant, b.Constant) switch
    {
        (BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder, _, 0) => throw new DivideByZeroException(),
        (BinaryOperatorKind.Add, _, _) => a + b,
        (BinaryOperatorKind.Subtract, _, _) => a - b,
        (BinaryOperatorKind.Multiply, _, _) => a * b,
        (BinaryOperatorKind.Divide, { } x, { } y) => x / y,
        (BinaryOperatorKind.Remainder, { } x, { } y) => x % y,
        (BinaryOperatorKind.Divide, _, _) => Dim.FloorDivide(a, b),
        (BinaryOperatorKind.Remainder, _, _) => Dim.Modulo(a, b),
        (_, { } x, { } y) => Of(kind, x, y) is { } bits ? (Dim)bits : null,
        _ => null,
    };

    /// <summary>Bit arithmetic.</summary>
    public static long? Of(BinaryOperatorKind kind, long a, long b) => kind switch
    {
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        BinaryOperatorKind.LeftShift => a << (int)b,
        BinaryOperatorKind.RightShift => a >> (int)b,
        _ => null,
    };

    public static bool? Of(BinaryOperatorKind kind, bool a, bool b) => kind switch
    {
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => null,
    };

    public static double? Of(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => null,
    };

    /// <summary>Whether a comparison holds for every value ≥ 1 of the symbols; null when that depends on them.</summary>
    public static bool? Compare(BinaryOperatorKind kind, Dim a, Dim b) => kind switch
    {
        BinaryOperatorKind.Equals when a == b => true,
        BinaryOperatorKind.Equals => (a - b).IsConstant || (a - b).IsPositive || (b - a).IsPositive ? false : null,
        BinaryOperatorKind.NotEquals => !Compare(BinaryOperatorKind.Equals, a, b),
        BinaryOperatorKind.LessThan => (b - a).IsPositive ? true : (a - b + 1).IsPositive ? false : null,
        BinaryOperatorKind.GreaterThan => Compare(BinaryOperatorKind.LessThan, b, a),
        BinaryOperatorKind.LessThanOrEqual => !Compare(BinaryOperatorKind.LessThan, b, a),
        BinaryOperatorKind.GreaterThanOrEqual => !Compare(BinaryOperatorKind.LessThan, a, b),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static bool Compare(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Equals => a == b,
        BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.LessThan => a < b,
        BinaryOperatorKind.GreaterThan => a > b,
        BinaryOperatorKind.LessThanOrEqual => a <= b,
        BinaryOperatorKind.GreaterThanOrEqual => a >= b,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    public static string Sign(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
