using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator.Declaration;
using Sinter.Generator.Declaration.Evaluation;
using Sinter.Generator.Diagnostics;
using Sinter.Generator.Emission;

namespace Sinter.Generator;

/// <summary>The diagnostics of networks, live in the editor: the generator's own tracer, asked for its findings.</summary>
[DiagnosticAnalyzer(Microsoft.CodeAnalysis.LanguageNames.CSharp)]
public sealed class NetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Declaration.LanguageNames.Network) is not null)
                start.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        });
    }

    static void Analyze(SymbolAnalysisContext context)
    {
        var network = (INamedTypeSymbol)context.Symbol;
        if (network.Attribute(Declaration.LanguageNames.Network) is null) return;
        var traced = NetworkTracer.Trace(network, context.Compilation, context.CancellationToken);
        foreach (var finding in traced.Findings) context.ReportDiagnostic(finding.ToDiagnostic());
        if (Failures(context.Compilation).TryGetValue(FailureNote.Key(traced.Model), out var failure))
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.Internal, ClassRules.Location(network), network.Name, failure));
    }

    // A right model that a later stage cannot compile is a defect. The generator only leaves a note: it has no diagnostics of its own.
    static Dictionary<string, string> Failures(Compilation compilation)
    {
        var failures = new Dictionary<string, string>();
        foreach (var attribute in compilation.Assembly.GetAttributes())
            if (attribute.AttributeClass?.Name == FailureNote.AttributeName && attribute.ConstructorArguments is [{ Value: string key }, { Value: string text }] && key.StartsWith(FailureNote.Prefix, StringComparison.Ordinal))
                failures[key] = text;
        return failures;
    }
}
