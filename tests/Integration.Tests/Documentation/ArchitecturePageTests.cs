using System.IO;
using System.Linq;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Integration.Tests.Documentation;

/// <summary>docs/architecture.md shows what the compiler prints, stage by stage.</summary>
public sealed class ArchitecturePageTests
{
    const string Page = "docs/architecture.md";

    [Fact]
    public void The_page_shows_what_the_compiler_prints()
    {
        var page = File.ReadAllText(Path.Combine(WrittenFile.Root, Page));
        var source = CodeBlocks.Of(page, "csharp")[0];
        var expected = Stages.Print(source).Aggregate(page, (text, stage) => CodeBlocks.Replace(text, stage.Name, stage.Text));
        Assert.Null(WrittenFile.Update(Page, expected));
    }
}
