using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Sinter.Generator;
using Sinter.Generator.Declaration;

namespace Sinter.TestKit;

/// <summary>Source text as a user's project: compiled against the library, traced, analyzed, generated.</summary>
internal static class TestCompilation
{
    static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Append(typeof(Runtime.Kernel).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp13);

    /// <summary>The usings that every example begins with.</summary>
    public const string Usings = "using System;\nusing System.Linq;\nusing System.Collections.Generic;\nusing Sinter;\nusing static Sinter.Ops;\n";

    public static CSharpCompilation Of(params string[] sources) => CSharpCompilation.Create(
        "Models",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, Language, $"Model{(i == 0 ? "" : i)}.cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>The only network of the source, traced.</summary>
    public static Traced Trace(string source)
    {
        var compilation = Of(source);
        var network = Networks(compilation).Single();
        var result = NetworkTracer.Trace(network, compilation, default);
        return new Traced(result.Model, [.. result.Findings.Select(f => f.ToDiagnostic())]);
    }

    /// <summary>What the analyzer reports, ordered by place.</summary>
    public static ImmutableArray<Diagnostic> Analyze(string source) => Analyze(Of(source));

    public static ImmutableArray<Diagnostic> Analyze(Compilation compilation) =>
    [
        .. compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal),
    ];

    /// <summary>The compilation with the generated files, and C#'s own warnings and errors about the whole.</summary>
    public static Generated Generate(params string[] sources) => Generate(Of(sources));

    /// <inheritdoc cref="Generate(string[])"/>
    public static Generated Generate(Compilation project)
    {
        var driver = CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: Language);
        var result = driver.RunGeneratorsAndUpdateCompilation(project, out var compilation, out var diagnostics).GetRunResult();
        return new Generated(
            compilation,
            result.Results.SelectMany(r => r.GeneratedSources).ToDictionary(s => s.HintName, s => s.SourceText.ToString()),
            [.. diagnostics, .. compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning)]);
    }

    static IEnumerable<INamedTypeSymbol> Networks(Compilation compilation) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from type in tree.GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>()
        let symbol = model.GetDeclaredSymbol(type)!
        where symbol.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(NetworkAttribute))
        group symbol by symbol.ToDisplayString() into declarations
        select declarations.First();
}

/// <summary>What the tracer made of a network.</summary>
internal sealed record Traced(ModelDeclaration Model, ImmutableArray<Diagnostic> Diagnostics)
{
    public EntryPoint Entry(EntryKind kind = EntryKind.Forward) => Model.Entries.First(entry => entry.Kind == kind);
}

/// <summary>What the generator made of a compilation.</summary>
/// <param name="Files">The text of each file by its hint name.</param>
internal sealed record Generated(Compilation Compilation, IReadOnlyDictionary<string, string> Files, ImmutableArray<Diagnostic> Diagnostics);
