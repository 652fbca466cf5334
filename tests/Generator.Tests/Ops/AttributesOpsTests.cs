using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Ops;

/// <summary>What users, and PyTorch, see of the ops is written from the catalog.</summary>
public sealed class AttributesOpsTests
{
    [Fact]
    public void UserFunctionsAreThoseOfTheCatalog() => Assert.Null(WrittenFile.Update("src/Attributes/Ops.cs", OpsSource.Text()));

    [Fact]
    public void PageShowsTheCatalog() => Assert.Null(WrittenFile.Update("docs/ops.md", OpsPage.Text()));

    /// <summary>When the samples change, tests/goldens/ops.py has to be run again.</summary>
    [Fact]
    public void GoldensAreComputedForTheCatalogsSamples() => Assert.Null(WrittenFile.Update("tests/Generator.Tests/Ops/Goldens/samples.json", SampleExport.Text()));
}
