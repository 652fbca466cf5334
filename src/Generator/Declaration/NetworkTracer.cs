using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Declaration;

/// <summary>From a class marked [Network] to its declaration. The generator and the analyzer ask the same tracer.</summary>
internal static class NetworkTracer
{
    public const string AttributeName = LanguageNames.Network;

    public static bool IsCandidate(SyntaxNode node, CancellationToken cancellation) => node is ClassDeclarationSyntax;

    /// <summary>The generator's view: symbols go in, records come out.</summary>
    public static ModelDeclaration Declare(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        Trace((INamedTypeSymbol)context.TargetSymbol, context.SemanticModel.Compilation, cancellation).Model;

    public static TraceResult Trace(INamedTypeSymbol network, Compilation compilation, CancellationToken cancellation)
    {
        var model = new ModelTrace(compilation, cancellation);
        var entries = new List<EntryPoint>();
        try
        {
            if (ClassRules.Check(network, model)) entries.AddRange(Entries(network, model));
            model.CheckAppends();
            GeneratedMembers.Check(network, model, entries);
            return Result(network, model, entries, failure: null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            model.Report(Descriptors.Internal, ClassRules.Location(network), network.Name, InternalFailure.Text(exception));
            return Result(network, model, entries, InternalFailure.Text(exception));
        }
    }

    static IEnumerable<EntryPoint> Entries(INamedTypeSymbol network, ModelTrace model) =>
        SequenceTracer.IsSequence(network) ? SequenceTracer.Trace(network, model) : MethodTracer.Trace(network, model);

    static TraceResult Result(INamedTypeSymbol network, ModelTrace model, IReadOnlyList<EntryPoint> entries, string? failure)
    {
        var hasErrors = model.Invalid || failure is not null || model.Findings.Any(f => f.Descriptor.DefaultSeverity == DiagnosticSeverity.Error);
        var declaration = new ModelDeclaration(
            network.ContainingNamespace.IsGlobalNamespace ? "" : network.ContainingNamespace.ToDisplayString(),
            network.Name,
            ClassRules.Containers(network).ToEquatableArray(),
            ClassRules.Accessibility(network),
            model.Parameters.ToEquatableArray(),
            model.States.ToEquatableArray(),
            entries.ToEquatableArray(),
            model.Layers.ToEquatableArray(),
            hasErrors,
            failure)
        {
            Session = model.Session,
            Winograd = !network.Attribute(LanguageNames.Network)!.NamedArguments.Any(n => n.Key == LanguageNames.NetworkWinograd && n.Value.Value is false),
        };
        return new TraceResult(declaration, model.Findings);
    }
}
