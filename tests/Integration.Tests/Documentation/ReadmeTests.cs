using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.Documentation;

/// <summary>The programs of pages for users compile: each block is a file of one project.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/recurrence.md")]
    [InlineData("docs/attention.md")]
    public void The_code_blocks_compile_without_warnings(string page)
    {
        var blocks = CodeBlocks.Of(File.ReadAllText(Path.Combine(WrittenFile.Root, page)), "csharp");
        Assert.NotEmpty(blocks);
        var project = TestCompilation.Of([.. blocks]);
        project = project.WithOptions(project.Options.WithOutputKind(OutputKind.ConsoleApplication));
        Assert.Empty(TestCompilation.Analyze(project));
        Assert.Empty(TestCompilation.Generate(project).Diagnostics);
    }
}
