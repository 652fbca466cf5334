using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

/// <summary>The two programs that introduce the library.</summary>
public class ApiPageTests
{
    [Fact]
    public void LeNet()
    {
        var traced = TestCompilation.Trace(Models.LeNet);

        Assert.Empty(traced.Diagnostics);
        Assert.Equal(
            [
                "conv1.weight [32, 1, 3, 3]", "conv1.bias [32]", "conv2.weight [64, 32, 3, 3]", "conv2.bias [64]",
                "linear1.weight [128, 3136]", "linear1.bias [128]", "linear2.weight [10, 128]", "linear2.bias [10]",
            ],
            traced.Model.Parameters.Select(p => $"{p.Path} {p.Shape}"));
        Assert.Equal("[N, 64, 7, 7]", traced.Model.Layers.Single(l => l.Path == "pool2").Output.ToString());
    }

    [Fact]
    public void ResNet()
    {
        var traced = TestCompilation.Trace(Models.ResNet);

        Assert.Empty(traced.Diagnostics);
        var paths = traced.Model.Parameters.Select(p => $"{p.Path} {p.Shape}").ToArray();
        Assert.DoesNotContain(paths, path => path.StartsWith("stages.0.project", System.StringComparison.Ordinal));
        Assert.Contains("stages.1.project.weight [32, 16, 1, 1]", paths);
        Assert.Contains("stages.2.conv2.weight [64, 64, 3, 3]", paths);
        Assert.Contains("stages.2.bn1.running_mean", traced.Model.States.Select(s => s.Path));
        Assert.Equal(12, traced.Entry(EntryKind.Training).Outputs.Count(o => o.Kind == Sinter.Generator.GraphIR.OutputKind.State));
        Assert.DoesNotContain(traced.Entry(EntryKind.Evaluation).Outputs, o => o.Kind == Sinter.Generator.GraphIR.OutputKind.State);
    }
}
