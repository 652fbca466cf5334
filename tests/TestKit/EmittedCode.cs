using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Sinter.Generator.Emission;

namespace Sinter.TestKit;

/// <summary>Emitted files as an assembly: compiled as in a strict user's project, where any warning is an error.</summary>
internal static class EmittedCode
{
    static readonly CSharpCompilationOptions Options = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        generalDiagnosticOption: ReportDiagnostic.Error,
        nullableContextOptions: NullableContextOptions.Enable);

    static readonly Lazy<MetadataReference[]> References = new(() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "Sinter.Runtime.dll" or "Sinter.Attributes.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ]);

    /// <summary>The image of an assembly.</summary>
    public static byte[] Compile(IEnumerable<(string Name, string Text)> files)
    {
        var parse = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose);
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Name)).ToArray();
        var compilation = CSharpCompilation.Create("Emitted", trees, References.Value, Options);
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        if (!result.Success)
        {
            var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            throw new InvalidOperationException($"{errors.Count} errors in emitted code:\n{string.Join("\n", errors.GroupBy(d => d.Id).SelectMany(g => g.Take(8)).Select(Describe))}");
        }
        return image.ToArray();
    }

    /// <summary>The same files with all kernels at one width, whatever this machine would choose.</summary>
    public static IEnumerable<(string Name, string Text)> AtWidth(IEnumerable<EmittedFile> files, int width) =>
        files.Select(file => (file.HintName, file.Text.Replace($"{RuntimeNames.Simd}.Is512", width == 512 ? "true" : "false").Replace($"{RuntimeNames.Simd}.Is256", width == 256 ? "true" : "false")));

    public static Assembly Load(byte[] image) => Assembly.Load(image);

    static string Describe(Diagnostic diagnostic) =>
        $"{diagnostic}\n    {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}";
}
