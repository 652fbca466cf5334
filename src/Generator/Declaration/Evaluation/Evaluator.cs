using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>
/// A partial evaluator for C#: runs the methods of a network over Roslyn's operations. Whatever is not a tensor is computed; what is a tensor becomes an op in
/// the graph of the entry point. A mistake is reported once, at its expression, and its value is unknown from there on.
/// </summary>
internal sealed partial class Evaluator(ModelTrace model)
{
    /// <summary>Deeper than any network nests its modules; shallow enough for the stack of an editor's thread.</summary>
    const int DepthLimit = 100;

    readonly Dictionary<ISymbol, Datum> statics = new(SymbolEqualityComparer.Default);
    int depth;

    /// <summary>The entry point that is being traced; null while fields are initialized.</summary>
    public EntryTrace? Entry { get; set; }

    public ModelTrace Model => model;

    public Datum Evaluate(IOperation operation, Scope scope)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue.HasValue && Data.OfConstant(operation.ConstantValue.Value, operation.Type) is { } constant) return constant;
        try
        {
            return EvaluateKind(operation, scope);
        }
        catch (ArithmeticException exception)
        {
            return Fail(operation, exception is DivideByZeroException ? "Division by zero" : "The number is too large");
        }
    }

    /// <summary>Runs an entry point.</summary>
    public Datum CallEntry(IMethodSymbol method, ObjectDatum network, IReadOnlyList<Datum> arguments)
    {
        depth = 0;
        return Body(method) is { } body ? RunBody(method, body, arguments, new Scope(null, new Frame(network)), body) : Datum.Unknown;
    }

    Datum EvaluateKind(IOperation operation, Scope scope) => operation switch
    {
        ILocalReferenceOperation local => scope.Find(local.Local) ?? Datum.Unknown,
        IParameterReferenceOperation parameter => Parameter(parameter, scope),
        IInstanceReferenceOperation => scope.Self ?? Datum.Unknown,
        IConversionOperation conversion => Convert(conversion, scope),
        IInvocationOperation invocation => Invoke(invocation, scope),
        IBinaryOperation binary => Binary(binary, scope),
        IUnaryOperation unary => Unary(unary, scope),
        IFieldReferenceOperation field => Field(field, scope),
        IPropertyReferenceOperation property => Property(property, scope),
        IConditionalOperation conditional => Conditional(conditional, scope),
        ISimpleAssignmentOperation assignment => Assign(assignment.Target, Evaluate(assignment.Value, scope), scope),
        ICompoundAssignmentOperation compound => CompoundAssign(compound, scope),
        IIncrementOrDecrementOperation increment => Increment(increment, scope),
        IDeconstructionAssignmentOperation deconstruction => Assign(deconstruction.Target, Evaluate(deconstruction.Value, scope), scope),
        ICoalesceOperation coalesce => Evaluate(coalesce.Value, scope) is not NullDatum and var value ? value : Evaluate(coalesce.WhenNull, scope),
        IObjectCreationOperation creation => Create(creation, scope),
        IArrayCreationOperation array => Array(array, scope),
        ICollectionExpressionOperation collection => new ArrayDatum(Elements(collection, scope)),
        IArrayElementReferenceOperation element => Element(element, scope),
        IImplicitIndexerReferenceOperation element => Element(Evaluate(element.Instance, scope), Evaluate(element.Argument, scope), operation),
        ITupleOperation tuple => new TupleDatum(tuple.Elements.Select(e => Evaluate(e, scope))),
        IRangeOperation range => Range(range, scope),
        IInterpolatedStringOperation text => Interpolate(text, scope),
        ISwitchExpressionOperation choice => SwitchExpression(choice, scope),
        IIsPatternOperation isPattern => IsPattern(isPattern, scope),
        IIsTypeOperation isType => Data.Of(HasType(Evaluate(isType.ValueOperand, scope), isType.TypeOperand) != isType.IsNegated),
        IDelegateCreationOperation creation => Delegate(creation.Target, scope),
        IAnonymousFunctionOperation or IMethodReferenceOperation => Delegate(operation, scope),
        IDefaultValueOperation => Data.Default(operation.Type),
        IThrowOperation => Fail(operation, "The model throws here"),
        IConditionalAccessOperation access => ConditionalAccess(access, scope),
        IConditionalAccessInstanceOperation => conditionalInstances.Count > 0 ? conditionalInstances.Peek() : Datum.Unknown,
        IDeclarationExpressionOperation declaration => Evaluate(declaration.Expression, scope),
        IInvalidOperation => Invalid(),
        _ => Unsupported(operation, Constructs.Name(operation)),
    };

    Datum Parameter(IParameterReferenceOperation reference, Scope scope) =>
        scope.Find(reference.Parameter) ?? scope.Self?[reference.Parameter] ?? Datum.Unknown;

    Datum Conditional(IConditionalOperation conditional, Scope scope) => Condition(conditional.Condition, scope) switch
    {
        true => Evaluate(conditional.WhenTrue, scope),
        false => Evaluate(conditional.WhenFalse!, scope),
        null => Datum.Unknown,
    };

    /// <summary>A condition's value; null when it is not known, which has been reported.</summary>
    bool? Condition(IOperation condition, Scope scope)
    {
        var tested = condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.True, Operand: var operand } ? operand : condition;
        if (tested.Type.TensorElement() is not null)
        {
            Report(Descriptors.TensorCondition, tested);
            return null;
        }
        return Evaluate(condition, scope) is BoolDatum flag ? flag.Value : null;
    }

    Datum Range(IRangeOperation range, Scope scope)
    {
        var start = range.LeftOperand is null ? new IndexDatum(Dim.Zero, false) : Evaluate(range.LeftOperand, scope);
        var end = range.RightOperand is null ? new IndexDatum(Dim.Zero, true) : Evaluate(range.RightOperand, scope);
        return AsIndex(start) is { } from && AsIndex(end) is { } to ? new RangeDatum(from, to) : Datum.Unknown;
    }

    static IndexDatum? AsIndex(Datum datum) => datum switch
    {
        IndexDatum index => index,
        IntDatum number => new IndexDatum(number.Value, false),
        _ => null,
    };

    Datum Interpolate(IInterpolatedStringOperation text, Scope scope)
    {
        var parts = new List<string>();
        foreach (var part in text.Parts)
        {
            var datum = part switch
            {
                IInterpolatedStringTextOperation literal => Evaluate(literal.Text, scope),
                IInterpolationOperation { FormatString: null, Alignment: null } hole => Evaluate(hole.Expression, scope),
                _ => Unsupported(part, "A format in an interpolated string"),
            };
            if (datum.IsUnknown) return Datum.Unknown;
            parts.Add(datum.ToString());
        }
        return new TextDatum(string.Concat(parts));
    }

    Datum ConditionalAccess(IConditionalAccessOperation access, Scope scope)
    {
        var instance = Evaluate(access.Operation, scope);
        if (instance is NullDatum || instance.IsUnknown) return instance;
        conditionalInstances.Push(instance);
        try
        {
            return Evaluate(access.WhenNotNull, scope);
        }
        finally
        {
            conditionalInstances.Pop();
        }
    }

    readonly Stack<Datum> conditionalInstances = new();

    Datum Invalid()
    {
        model.Invalid = true;
        return Datum.Unknown;
    }

    Datum Report(DiagnosticDescriptor descriptor, IOperation site, params string[] arguments)
    {
        model.Report(descriptor, site.Syntax.GetLocation(), arguments);
        return Datum.Unknown;
    }

    Datum Unsupported(IOperation site, string construct) => Report(Descriptors.Unsupported, site, construct);

    Datum Fail(IOperation site, string reason) => Report(Descriptors.EvaluationFailed, site, reason);
}
