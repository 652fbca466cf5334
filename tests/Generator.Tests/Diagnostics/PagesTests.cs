using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.Generator.Diagnostics;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Diagnostics;

/// <summary>Every diagnostic has a page, and its programs are tests: the wrong one gives that diagnostic alone, exactly at the carets; the right one gives none.</summary>
public class PagesTests
{
    public static TheoryData<string> Ids => [.. Descriptors.All.Select(descriptor => descriptor.Id)];

    /// <summary>All but the failure of the compiler itself, which no program should cause.</summary>
    public static TheoryData<string> IdsWithPrograms => [.. Descriptors.All.Where(d => d != Descriptors.Internal).Select(d => d.Id)];

    [Theory, MemberData(nameof(Ids))]
    public void Every_diagnostic_has_a_page_under_its_title(string id) =>
        Assert.StartsWith($"# {id}: {Descriptors.All.Single(d => d.Id == id).Title}\n", Page(id));

    [Theory, MemberData(nameof(IdsWithPrograms))]
    public void The_wrong_program_gives_one_diagnostic_at_the_carets(string id)
    {
        var source = TestCompilation.Usings + Block(id, "Wrong");
        var diagnostics = TestCompilation.Analyze(source);

        var diagnostic = Assert.Single(diagnostics);
        Assert.Equal(id, diagnostic.Id);
        var span = diagnostic.Location.GetLineSpan();
        var lines = source.Split('\n');
        var carets = Array.FindIndex(lines, line => line.StartsWith("//", StringComparison.Ordinal) && line.TrimEnd().EndsWith('^'));
        var (start, end) = (lines[carets].IndexOf('^'), lines[carets].LastIndexOf('^') + 1);
        Assert.Equal(lines[carets - 1][start..end], diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan));
        Assert.Equal((carets - 1, start), (span.StartLinePosition.Line, span.StartLinePosition.Character));
    }

    [Theory, MemberData(nameof(IdsWithPrograms))]
    public void The_right_program_gives_none(string id)
    {
        var source = TestCompilation.Usings + Block(id, "Right");

        Assert.Empty(TestCompilation.Analyze(source));
        Assert.Empty(TestCompilation.Of(source).GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    [Fact]
    public void Ids_are_unique() => Assert.Equal(Descriptors.All.Length, Descriptors.All.Select(d => d.Id).Distinct().Count());

    static string Block(string id, string heading)
    {
        var page = Page(id);
        var start = page.IndexOf($"## {heading}\n\n```csharp\n", StringComparison.Ordinal);
        start = page.IndexOf("```csharp\n", start, StringComparison.Ordinal) + "```csharp\n".Length;
        return page[start..page.IndexOf("```", start, StringComparison.Ordinal)];
    }

    static string Page(string id) => File.ReadAllText(Path.Combine(Repository, Descriptors.Page(id)));

    static string Repository
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Compiler.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }
}
