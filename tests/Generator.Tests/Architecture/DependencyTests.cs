using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Sinter.Generator.Tests.Architecture;

/// <summary>Who may name whom in src/Generator: every use of a symbol of another folder is held against the table.</summary>
public sealed class DependencyTests
{
    // Folder → folders that it may name. Everyone may name Infrastructure; the root may name everyone, and nobody names the root.
    static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Infrastructure"] = [],
        ["GraphIR"] = ["LoopIR"],                                       // LoopIR: only in Op.Lower
        ["LoopIR"] = ["GraphIR"],                                       // GraphIR: Dim, DType, and the values that LoopBuilder reads
        ["Ops"] = ["GraphIR", "LoopIR"],
        ["Layers"] = ["GraphIR", "Ops"],
        ["Diagnostics"] = [],
        ["Declaration"] = ["GraphIR", "Ops", "Layers", "Diagnostics"],
        ["Autodiff"] = ["GraphIR", "Ops"],
        ["Passes"] = ["GraphIR", "Ops"],
        ["Lowering"] = ["GraphIR", "Ops", "LoopIR", "Declaration"],     // Declaration: the parameters that a model lays out
        ["Emission"] = ["GraphIR", "LoopIR", "Declaration", "Lowering", "Layers"], // GraphIR: Dim, DType; Lowering: where parameters lie; Layers: how they start
    };

    // The only folders that see Roslyn, beside the two entries in the root.
    static readonly string[] SeesRoslyn = ["Declaration", "Diagnostics", ""];

    [Fact]
    public void FoldersNameOnlyWhatTheyMay()
    {
        var violations = Uses().Where(use => use.From != use.To && use.From != "" && use.To != "Infrastructure" && !Allowed[use.From].Contains(use.To))
            .Select(use => $"{use.Place}: {use.From} names {use.To}'s {use.Symbol}");
        Assert.Empty(violations.Distinct());
    }

    [Fact]
    public void EveryAllowedDependencyIsThere()
    {
        var real = Uses().Select(use => (use.From, use.To)).ToHashSet();
        Assert.All(Allowed.SelectMany(row => row.Value.Select(to => (row.Key, to))), edge => Assert.Contains(edge, real));
    }

    [Fact]
    public void RoslynIsNamedOnlyWhereSymbolsEnd()
    {
        var violations = Trees.Where(tree => !SeesRoslyn.Contains(Folder(tree.FilePath)))
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<UsingDirectiveSyntax>().Where(u => u.Name!.ToString().StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)))
            .Select(u => Place(u));
        Assert.Empty(violations);
    }

    [Fact]
    public void ThePageShowsThisTable()
    {
        var page = File.ReadAllText(Path.Combine(Repository, "docs", "architecture.md")).ReplaceLineEndings("\n");
        var table = new StringBuilder();
        foreach (var (folder, allowed) in Allowed) table.Append($"{folder,-15}→ {string.Join(", ", allowed.Append("Infrastructure").Where(name => name != folder))}".TrimEnd(' ', '→')).Append('\n');
        Assert.Contains(table.ToString(), page);
    }

    static readonly string Repository = FindRepository();

    static readonly SyntaxTree[] Trees =
    [
        .. Directory.GetFiles(Path.Combine(Repository, "src", "Generator"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !Folder(path).StartsWith("obj", StringComparison.Ordinal) && !Folder(path).StartsWith("bin", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), new CSharpParseOptions(LanguageVersion.Preview), path)),
    ];

    static IEnumerable<Use> Uses()
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Sinter.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        var compilation = CSharpCompilation.Create("Generator", Trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        foreach (var tree in Trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>().Where(n => n.FirstAncestorOrSelf<UsingDirectiveSyntax>() is null))
            {
                if (model.GetSymbolInfo(name).Symbol is { } symbol and not INamespaceSymbol && symbol.Locations.FirstOrDefault(l => l.IsInSource) is { } location)
                    yield return new Use(Folder(tree.FilePath), Folder(location.SourceTree!.FilePath), symbol.Name, Place(name));
            }
        }
    }

    static string Place(SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return $"{Path.GetRelativePath(Repository, span.Path)}:{span.StartLinePosition.Line + 1}";
    }

    // The first folder below src/Generator; "" for files in the root.
    static string Folder(string path)
    {
        var parts = Path.GetRelativePath(Path.Combine(Repository, "src", "Generator"), path).Split(Path.DirectorySeparatorChar);
        return parts.Length == 1 ? "" : parts[0];
    }

    static string FindRepository([CallerFilePath] string path = "")
    {
        while (!File.Exists(Path.Combine(path, "Compiler.sln"))) path = Path.GetDirectoryName(path)!;
        return path;
    }

    sealed record Use(string From, string To, string Symbol, string Place);
}
