using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Declaration.Evaluation;

// Patterns: is, switch expressions.
internal sealed partial class Evaluator
{
    Datum IsPattern(IIsPatternOperation operation, Scope scope)
    {
        var value = Evaluate(operation.Value, scope);
        return !value.IsUnknown && Matches(operation.Pattern, value, scope) is { } matches ? Data.Of(matches) : Datum.Unknown;
    }

    Datum SwitchExpression(ISwitchExpressionOperation choice, Scope scope)
    {
        var value = Evaluate(choice.Value, scope);
        if (value.IsUnknown) return Datum.Unknown;
        foreach (var arm in choice.Arms)
        {
            var inner = scope.Inner();
            var matches = Matches(arm.Pattern, value, inner);
            if (arm.Guard is { } guard) matches = And(matches, () => Condition(guard, inner));
            if (matches is null) return Datum.Unknown;
            if (matches.Value) return Evaluate(arm.Value, inner);
        }
        return Fail(choice, $"No case of the switch matches {Data.Describe(value)}");
    }

    /// <summary>Whether a pattern matches; null when that is not known, which has been reported.</summary>
    bool? Matches(IPatternOperation pattern, Datum value, Scope scope)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation: return true;
            case IConstantPatternOperation constant when value is TensorDatum && constant.Value.ConstantValue is { HasValue: true, Value: null }: return false;
            case IConstantPatternOperation or IRelationalPatternOperation when value is TensorDatum:
                return Unknown(Report(Descriptors.TensorCondition, pattern));
            case IConstantPatternOperation constant: return AreEqual(value, Evaluate(constant.Value, scope), pattern);
            case IRelationalPatternOperation relation: return Compare(relation.OperatorKind, value, Evaluate(relation.Value, scope), pattern);
            case INegatedPatternOperation negated: return !Matches(negated.Pattern, value, scope);
            case IBinaryPatternOperation binary:
                var left = Matches(binary.LeftPattern, value, scope);
                return left is null || left == (binary.OperatorKind == BinaryOperatorKind.Or) ? left : Matches(binary.RightPattern, value, scope);
            case ITypePatternOperation type: return HasType(value, type.MatchedType);
            case IDeclarationPatternOperation declaration:
                if (!declaration.MatchesNull && (value is NullDatum || !HasType(value, declaration.MatchedType))) return false;
                if (declaration.DeclaredSymbol is { } symbol) scope.Declare(symbol, value);
                return true;
            case IRecursivePatternOperation recursive: return MatchesRecursive(recursive, value, scope);
            default: return Unknown(Unsupported(pattern, "This pattern"));
        }
    }

    bool? MatchesRecursive(IRecursivePatternOperation pattern, Datum value, Scope scope)
    {
        if (value is NullDatum || (pattern.PropertySubpatterns.Length == 0 && !HasType(value, pattern.MatchedType))) return false;
        if (pattern.DeconstructionSubpatterns.Length > 0)
        {
            if (value is not TupleDatum tuple) return Unknown(Unsupported(pattern, "Deconstruction of what is no tuple"));
            foreach (var (sub, item) in pattern.DeconstructionSubpatterns.Zip(tuple.Items, (p, i) => (p, i)))
                if (Matches(sub, item, scope) is not true and var result) return result;
        }
        foreach (var sub in pattern.PropertySubpatterns)
        {
            if (sub.Member is not IMemberReferenceOperation member) return Unknown(Unsupported(sub, "This pattern"));
            if (Matches(sub.Pattern, Member(value, member.Member, member), scope) is not true and var result) return result;
        }
        if (pattern.DeclaredSymbol is { } symbol) scope.Declare(symbol, value);
        return true;
    }

    static bool HasType(Datum value, ITypeSymbol? type) => value switch
    {
        NullDatum => false,
        InstanceDatum instance => type is not null && instance.Type.Inherits(type),
        TextDatum => type?.SpecialType == SpecialType.System_String,
        BoolDatum => type?.SpecialType == SpecialType.System_Boolean,
        FloatDatum => type.IsFloating(),
        IntDatum => type.IsInteger(),
        _ => true,
    };
}
