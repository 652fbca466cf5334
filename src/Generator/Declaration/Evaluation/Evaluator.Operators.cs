using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Declaration.Evaluation;

// Operators and conversions: on numbers they are computed, on tensors they become ops.
internal sealed partial class Evaluator
{
    Datum Binary(IBinaryOperation binary, Scope scope)
    {
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr && binary.OperatorMethod is null)
        {
            var shortCut = binary.OperatorKind == BinaryOperatorKind.ConditionalOr;
            return Condition(binary.LeftOperand, scope) switch
            {
                null => Datum.Unknown,
                var left when left == shortCut => Data.Of(shortCut),
                _ => Condition(binary.RightOperand, scope) is { } right ? Data.Of(right) : Datum.Unknown,
            };
        }
        return Apply(binary, binary.OperatorKind, Evaluate(binary.LeftOperand, scope), Evaluate(binary.RightOperand, scope), binary.OperatorMethod, binary.Type);
    }

    /// <summary>a ∘ b for an operator expression or a compound assignment.</summary>
    Datum Apply(IOperation site, BinaryOperatorKind kind, Datum a, Datum b, IMethodSymbol? method, ITypeSymbol? type)
    {
        if (a.IsUnknown || b.IsUnknown) return Datum.Unknown;
        if (method?.ContainingType.TensorElement() is not null || (method is null && (IsTensor(a) || IsTensor(b)) && (a is not NullDatum && b is not NullDatum)))
            return TensorOperation(site, kind, a, b);
        if (method is not null && model.HasSource(method)) return Call(method, null, [a, b], site);
        if (kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals)
            return AreEqual(a, b, site) is { } equal ? Data.Of(equal == (kind == BinaryOperatorKind.Equals)) : Datum.Unknown;
        if (kind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual)
            return Compare(kind, a, b, site) is { } holds ? Data.Of(holds) : Datum.Unknown;
        if (type?.SpecialType == SpecialType.System_String && kind == BinaryOperatorKind.Add)
            return new TextDatum((a is NullDatum ? "" : a.ToString()) + (b is NullDatum ? "" : b.ToString()));
        if (type.IsFloating() && (a as IntDatum ?? b as IntDatum) is { } symbolic)
            return Report(Descriptors.NotConstant, site, "A floating-point number", Data.Describe(symbolic));
        return (a, b) switch
        {
            (IntDatum x, IntDatum y) => IntegerArithmetic(site, kind, x.Value, y.Value),
            (BoolDatum x, BoolDatum y) when Arithmetic.Of(kind, x.Value, y.Value) is { } result => Data.Of(result),
            (EnumDatum x, EnumDatum y) when type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named && Arithmetic.Of(kind, x.Number, y.Number) is { } result =>
                Data.OfEnum(named, result),
            _ when Number(a) is { } x && Number(b) is { } y && Arithmetic.Of(kind, x, y) is { } result => Rounded(result, type),
            _ => Unsupported(site, $"The operator {kind} on {Data.Describe(a)} and {Data.Describe(b)}"),
        };
    }

    Datum IntegerArithmetic(IOperation site, BinaryOperatorKind kind, Dim a, Dim b)
    {
        if (Arithmetic.Of(kind, a, b) is { } result) return Data.Of(result);
        return Report(Descriptors.NotConstant, site, "A number in bit arithmetic", $"the symbolic extent {(a.IsConstant ? b : a)}");
    }

    static double? Number(Datum datum) => datum switch
    {
        FloatDatum number => number.Value,
        IntDatum { Value.Constant: { } number } => number,
        _ => null,
    };

    static Datum Rounded(double value, ITypeSymbol? type) => new FloatDatum(type?.SpecialType == SpecialType.System_Single ? (float)value : value);

    /// <summary>a = b, exactly; null when that depends on symbolic extents, which is reported.</summary>
    bool? AreEqual(Datum a, Datum b, IOperation site)
    {
        switch (a, b)
        {
            case ({ IsUnknown: true }, _) or (_, { IsUnknown: true }): return null;
            case (IntDatum x, IntDatum y): return Compare(BinaryOperatorKind.Equals, x, y, site);
            case (NullDatum, NullDatum): return true;
            case (NullDatum, _) or (_, NullDatum): return false;
            case (BoolDatum x, BoolDatum y): return x.Value == y.Value;
            case (TextDatum x, TextDatum y): return x.Value == y.Value;
            case (EnumDatum x, EnumDatum y): return x.Number == y.Number;
            case (TupleDatum x, TupleDatum y):
                foreach (var (left, right) in x.Items.Zip(y.Items, (l, r) => (l, r)))
                    if (AreEqual(left, right, site) is not true and var result) return result;
                return true;
            case var _ when IsTensor(a) || IsTensor(b):
                return Unknown(Report(Descriptors.TensorCondition, site));
            default: return Number(a) is { } m && Number(b) is { } n ? m == n : ReferenceEquals(a, b);
        }
    }

    bool? Compare(BinaryOperatorKind kind, Datum a, Datum b, IOperation site)
    {
        if (a.IsUnknown || b.IsUnknown) return null;
        if (a is IntDatum x && b is IntDatum y)
            return Arithmetic.Compare(kind, x.Value, y.Value) ?? Unknown(Report(Descriptors.Undecidable, site, $"{x} {Arithmetic.Sign(kind)} {y}"));
        if (Number(a) is { } m && Number(b) is { } n) return Arithmetic.Compare(kind, m, n);
        var symbolic = a is IntDatum { Value.IsConstant: false } ? a : b;
        return Unknown(symbolic is IntDatum
            ? Report(Descriptors.Undecidable, site, $"{a} {Arithmetic.Sign(kind)} {b}")
            : Unsupported(site, $"A comparison of {Data.Describe(a)} with {Data.Describe(b)}"));
    }

    Datum Unary(IUnaryOperation unary, Scope scope)
    {
        var operand = Evaluate(unary.Operand, scope);
        if (operand.IsUnknown) return operand;
        if (unary.OperatorMethod?.ContainingType.TensorElement() is not null) return TensorOperation(unary, unary.OperatorKind, operand);
        if (unary.OperatorMethod is { } method && model.HasSource(method)) return Call(method, null, [operand], unary);
        return (unary.OperatorKind, operand) switch
        {
            (UnaryOperatorKind.Minus, IntDatum x) => Data.Of(-x.Value),
            (UnaryOperatorKind.Minus, FloatDatum x) => new FloatDatum(-x.Value),
            (UnaryOperatorKind.Plus, IntDatum or FloatDatum) => operand,
            (UnaryOperatorKind.Not, BoolDatum x) => Data.Of(!x.Value),
            (UnaryOperatorKind.BitwiseNegation, IntDatum { Value.Constant: { } x }) => Data.Of(~x),
            (UnaryOperatorKind.Hat, IntDatum x) => new IndexDatum(x.Value, true),
            _ => Unsupported(unary, $"The operator {unary.OperatorKind} on {Data.Describe(operand)}"),
        };
    }

    Datum Convert(IConversionOperation conversion, Scope scope)
    {
        if (conversion.Operand is IAnonymousFunctionOperation or IMethodReferenceOperation) return Delegate(conversion.Operand, scope);
        var operand = Evaluate(conversion.Operand, scope);
        if (operand.IsUnknown) return operand;
        var type = conversion.Type;
        if (type.TensorElement() is { } element) return AsTensorOf(element, operand, conversion);
        if (conversion.OperatorMethod is { } method) return model.HasSource(method) ? Call(method, null, [operand], conversion) : operand;
        return operand switch
        {
            IntDatum { Value.Constant: { } number } when type.IsFloating() => Rounded(number, type),   // a symbolic one stays exact: as a tensor it is a number
            FloatDatum number when type.IsFloating() => Rounded(number.Value, type),
            FloatDatum number when type.IsInteger() => Data.Of(checked((long)number.Value)),
            EnumDatum number when type.IsInteger() => Data.Of(number.Number),
            IntDatum { Value.Constant: { } number } when type is INamedTypeSymbol { TypeKind: TypeKind.Enum } named => Data.OfEnum(named, number),
            InstanceDatum when conversion.IsTryCast && type is not null && !HasType(operand, type) => Datum.Null,
            _ => operand,
        };
    }

    Datum CompoundAssign(ICompoundAssignmentOperation compound, Scope scope)
    {
        var value = Apply(compound, compound.OperatorKind, Evaluate(compound.Target, scope), Evaluate(compound.Value, scope), compound.OperatorMethod, compound.Type);
        return Assign(compound.Target, value is IntDatum or FloatDatum ? Narrow(value, compound.Type) : value, scope);
    }

    static Datum Narrow(Datum value, ITypeSymbol? type) => value switch
    {
        FloatDatum number when type.IsInteger() => Data.Of(checked((long)number.Value)),
        FloatDatum number => Rounded(number.Value, type),
        _ => value,
    };

    Datum Increment(IIncrementOrDecrementOperation increment, Scope scope)
    {
        var before = Evaluate(increment.Target, scope);
        var kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = Assign(increment.Target, Apply(increment, kind, before, Data.Of(Dim.One), null, increment.Type), scope);
        return increment.IsPostfix ? before : after;
    }
}
