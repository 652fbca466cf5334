using System.Linq;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Emission;

/// <summary>The emitted files of small networks as they were last looked at; they compile without a warning.</summary>
public sealed class SnapshotTests
{
    [Theory]
    [InlineData(nameof(Models.Mlp))]
    [InlineData(nameof(Models.ConvNet))]
    [InlineData(nameof(Models.Attention))]
    public void EmittedFilesAreTheVerifiedOnes(string model)
    {
        var generated = TestCompilation.Generate(Models.All[model]);
        Assert.Empty(generated.Diagnostics);
        Assert.Empty(generated.Files.Select(file => Snapshot.Difference($"{model}/{file.Key[..^".g.cs".Length]}", file.Value)).OfType<string>());
    }
}
