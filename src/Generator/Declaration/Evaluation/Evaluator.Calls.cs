using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Sinter.Generator.Diagnostics;

namespace Sinter.Generator.Declaration.Evaluation;

// Calls: functions of the library, layers, methods and lambdas of the user's source.
internal sealed partial class Evaluator
{
    Datum Invoke(IInvocationOperation invocation, Scope scope)
    {
        var method = invocation.TargetMethod;
        if (method.ContainingType.Is(LanguageNames.Ops)) return CallOp(invocation, scope);
        if (method.ContainingType.Is(LanguageNames.Init)) return Initialization(invocation, scope);
        if (method.MethodKind == MethodKind.LocalFunction)
            return scope.Find(method) is FunctionDatum local ? local.Call(Evaluated(invocation.Arguments, scope), invocation) : Datum.Unknown;

        var instance = invocation.Instance is null ? null : Evaluate(invocation.Instance, scope);
        if (instance is { IsUnknown: true }) return instance;
        var arguments = Evaluated(invocation.Arguments, scope);
        if (instance is CacheDatum cache && method.Name == LanguageNames.CacheAppend) return Append(cache, arguments[0], invocation);
        if (instance is LayerDatum layer && layer.Definition.Methods.TryGetValue(method.Name, out var known)) return ApplyMethod(layer, known, arguments, invocation);
        if (method.MethodKind == MethodKind.DelegateInvoke || instance is LayerDatum) return CallAsFunction(instance!, arguments, invocation);
        if (instance is ObjectDatum target) return Call((IMethodSymbol)Implementation(target.Type, method), target, arguments, invocation);
        if (instance is NullDatum) return Fail(invocation, $"'{method.Name}' is called on null");
        if (model.HasSource(method)) return Call(method, null, arguments, invocation);
        if (arguments.Any(a => a.IsUnknown)) return Datum.Unknown;
        return KnownMembers.Call(method, instance, arguments, (f, items) => CallAsFunction(f, items, invocation))
            ?? NotKnown(method, arguments, invocation);
    }

    Datum NotKnown(IMethodSymbol method, IReadOnlyList<Datum> arguments, IOperation site)
    {
        var name = $"{method.ContainingType.Name}.{method.Name}";
        return arguments.FirstOrDefault(a => a is IntDatum { Value.IsConstant: false }) is { } symbolic
            ? Report(Descriptors.NotConstant, site, $"The argument of {name}", Data.Describe(symbolic))
            : Report(Descriptors.NoSource, site, name);
    }

    /// <summary>In the order of the parameters, wherever names put them.</summary>
    IReadOnlyList<Datum> Evaluated(IEnumerable<IArgumentOperation> arguments, Scope scope) =>
        [.. arguments.Select(a => (a.Parameter!.Ordinal, Value: Evaluate(a.Value, scope))).ToArray().OrderBy(a => a.Ordinal).Select(a => a.Value)];

    Datum Initialization(IInvocationOperation invocation, Scope scope)
    {
        var arguments = Evaluated(invocation.Arguments, scope);
        if (arguments.Any(a => a.IsUnknown)) return Datum.Unknown;
        return Number(arguments[0]) is { } number
            ? new InitDatum(invocation.TargetMethod.Name, number)
            : Report(Descriptors.NotConstant, invocation.Arguments[0], invocation.Arguments[0].Parameter!.Name, Data.Describe(arguments[0]));
    }

    /// <summary>f(x) for whatever a field of type Layer may hold.</summary>
    public Datum CallAsFunction(Datum function, IReadOnlyList<Datum> arguments, IOperation site)
    {
        switch (function)
        {
            case { IsUnknown: true }: return function;
            case LayerDatum layer: return arguments.Any(a => a.IsUnknown) ? Datum.Unknown : ApplyLayer(layer, arguments, site);
            case FunctionDatum lambda: return lambda.Call(arguments, site);
            case NullDatum: return Fail(site, "A layer that is null is called");
            case ObjectDatum module:
                module.Used = true;
                var forward = ForwardOf(module.Type);
                return forward is not null ? Call(forward, module, arguments, site) : Report(Descriptors.NoForward, site, module.Type.Name);
            default: return Unsupported(site, $"A call of {Data.Describe(function)}");
        }
    }

    static IMethodSymbol? ForwardOf(ITypeSymbol? type)
    {
        for (; type is not null; type = type.BaseType)
        {
            var forward = type.GetMembers(LanguageNames.ForwardMethod).OfType<IMethodSymbol>()
                .FirstOrDefault(m => !m.IsStatic && !m.IsAbstract && m.Parameters.Length >= 1 && m.Parameters[0].Type.Is(LanguageNames.Tensor) && m.Parameters.Skip(1).All(p => p.HasExplicitDefaultValue));
            if (forward is not null) return forward;
        }
        return null;
    }

    /// <summary>Calls a method, accessor or operator of the user's source.</summary>
    public Datum Call(IMethodSymbol method, ObjectDatum? self, IReadOnlyList<Datum> arguments, IOperation site)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        definition = definition.PartialImplementationPart ?? definition;
        if (Body(definition) is not { } body) return Report(Descriptors.NoSource, site, $"{method.ContainingType.Name}.{method.Name}");
        if (definition.IsAsync || definition.ReturnsByRef || definition.Parameters.Any(p => p.RefKind is RefKind.Ref or RefKind.Out))
            return Unsupported(site, $"'{definition.Name}', which is async or passes by reference,");
        return RunBody(definition, body, arguments, new Scope(null, new Frame(self)), site);
    }

    Datum RunBody(IMethodSymbol method, IOperation body, IReadOnlyList<Datum> arguments, Scope scope, IOperation site)
    {
        model.Step(site.Syntax.GetLocation());
        if (++depth > DepthLimit)
        {
            Report(Descriptors.Limit, site, $"Calls are nested deeper than {DepthLimit}");
            throw new TraceAborted();
        }
        for (var i = 0; i < method.Parameters.Length; i++)
            scope.Declare(method.Parameters[i], i < arguments.Count ? arguments[i] : Data.OfConstant(method.Parameters[i].HasExplicitDefaultValue ? method.Parameters[i].ExplicitDefaultValue : null, method.Parameters[i].Type) ?? Datum.Unknown);
        try
        {
            Run(body, scope);
            return scope.Frame.Result;
        }
        finally
        {
            depth--;
        }
    }

    void Run(IOperation body, Scope scope)
    {
        switch (body)
        {
            case IMethodBodyOperation method: Run(method.BlockBody ?? method.ExpressionBody!, scope); break;
            case IBlockOperation block: Block(block.Operations, scope); break;
            default: scope.Frame.Result = Evaluate(body, scope); break;
        }
    }

    IOperation? Body(IMethodSymbol method)
    {
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(model.Cancellation);
            if (syntax is ArrowExpressionClauseSyntax or AccessorDeclarationSyntax or BaseMethodDeclarationSyntax && model.Operation(syntax) is { } body) return body;
        }
        return null;
    }

    Datum Delegate(IOperation target, Scope scope)
    {
        switch (target)
        {
            case IConversionOperation conversion: return Delegate(conversion.Operand, scope);
            case IAnonymousFunctionOperation lambda:
                return new FunctionDatum((arguments, site) => RunBody(lambda.Symbol, lambda.Body, arguments, new Scope(scope, new Frame(scope.Self)), site));
            case IMethodReferenceOperation { Method.MethodKind: MethodKind.LocalFunction } local: return scope.Find(local.Method) ?? Datum.Unknown;
            case IMethodReferenceOperation { Method: var method } when method.ContainingType.Is(LanguageNames.Ops):
                return new FunctionDatum((arguments, site) => CallOp(method, arguments, site));
            case IMethodReferenceOperation { Method: var method } reference:
                var instance = reference.Instance is null ? null : Evaluate(reference.Instance, scope);
                return instance is { IsUnknown: true } ? instance
                    : new FunctionDatum((arguments, site) => Call(instance is ObjectDatum o ? (IMethodSymbol)Implementation(o.Type, method) : method, instance as ObjectDatum, arguments, site));
            default: return Evaluate(target, scope);
        }
    }

    /// <summary>What a virtual or interface member means for an object of a type.</summary>
    static ISymbol Implementation(ITypeSymbol type, ISymbol member)
    {
        if (member.ContainingType?.TypeKind == TypeKind.Interface) return type.FindImplementationForInterfaceMember(member) ?? member;
        if (!(member.IsVirtual || member.IsAbstract || member.IsOverride)) return member;
        for (var t = type; t is not null; t = t.BaseType)
            foreach (var candidate in t.GetMembers(member.Name))
                for (var overridden = candidate; overridden is not null; overridden = Overridden(overridden))
                    if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, member.OriginalDefinition)) return candidate;
        return member;
    }

    static ISymbol? Overridden(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.OverriddenMethod,
        IPropertySymbol property => property.OverriddenProperty,
        _ => null,
    };
}
