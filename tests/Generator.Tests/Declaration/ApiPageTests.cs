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
        var traced = TestCompilation.Trace(TestCompilation.Usings + """
            [Network, Input("N", 1, 28, 28)]
            [Conv2d(32, 3, Padding = 1), Relu, MaxPool2d(2)]
            [Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
            [Flatten, Linear(128), Relu, Dropout(0.25f), Linear(10)]
            [CrossEntropyLoss]
            public partial class LeNet;
            """);

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
        var traced = TestCompilation.Trace(TestCompilation.Usings + """
            public sealed class BasicBlock(int channels, int stride = 1) : Module
            {
                readonly Layer conv1 = new Conv2d(channels, 3) { Stride = stride, Padding = 1, Bias = false };
                readonly Layer bn1 = new BatchNorm2d();
                readonly Layer conv2 = new Conv2d(channels, 3) { Padding = 1, Bias = false };
                readonly Layer bn2 = new BatchNorm2d();
                readonly Layer project = new Conv2d(channels, 1) { Stride = stride, Bias = false };

                public Tensor Forward(Tensor x)
                {
                    var y = bn2(conv2(Relu(bn1(conv1(x)))));
                    return Relu(y + (stride == 1 && x.Shape[1] == channels ? x : project(x)));
                }
            }

            [Network]
            public partial class ResNet
            {
                readonly Layer stem = new Conv2d(16, 3) { Padding = 1 };
                readonly Layer[] stages = [new BasicBlock(16), new BasicBlock(32, stride: 2), new BasicBlock(64, stride: 2)];
                readonly Layer head = new Linear(10);

                [Forward]
                public Tensor Classify([Shape("N", 3, 32, 32)] Tensor image)
                {
                    var x = Relu(stem(image));
                    foreach (var stage in stages) x = stage(x);
                    return head(Mean(x, axes: [2, 3]));
                }

                [Loss]
                public Tensor Loss([Shape("N", 3, 32, 32)] Tensor image, [Shape("N")] IntTensor label) =>
                    CrossEntropy(Classify(image), label);
            }
            """);

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
