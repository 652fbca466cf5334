using System.Collections.Generic;
using Sinter.TestKit;

namespace Sinter.Generator.Tests;

/// <summary>Networks that several tests compile.</summary>
internal static class Models
{
    /// <summary>The straight line of layers that introduces the library.</summary>
    public const string LeNet = TestCompilation.Usings + """
        [Network, Input("N", 1, 28, 28)]
        [Conv2d(32, 3, Padding = 1), Relu, MaxPool2d(2)]
        [Conv2d(64, 3, Padding = 1), Relu, MaxPool2d(2)]
        [Flatten, Linear(128), Relu, Dropout(0.25f), Linear(10)]
        [CrossEntropyLoss]
        public partial class LeNet;
        """;

    /// <summary>The network of fields and methods that introduces the library.</summary>
    public const string ResNet = TestCompilation.Usings + """
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
        """;

    /// <summary>Two layers with what is random between them.</summary>
    public const string Mlp = TestCompilation.Usings + """
        [Network, Input("N", 12)]
        [Linear(32), Gelu, Dropout(0.1f), Linear(5)]
        [CrossEntropyLoss]
        public partial class Mlp;
        """;

    /// <summary>Convolution, running statistics, pooling.</summary>
    public const string ConvNet = TestCompilation.Usings + """
        [Network, Input("N", 2, 8, 8)]
        [Conv2d(8, 3, Padding = 1), BatchNorm2d, Relu, MaxPool2d(2)]
        [Flatten, Linear(4)]
        [CrossEntropyLoss]
        public partial class ConvNet;
        """;

    /// <summary>One head over rows of any number, with both extents open.</summary>
    public const string Attention = TestCompilation.Usings + """
        [Network]
        public partial class Attention
        {
            readonly Layer norm = new LayerNorm();
            readonly Layer query = new Linear(16) { Bias = false };
            readonly Layer key = new Linear(16) { Bias = false };
            readonly Layer value = new Linear(16) { Bias = false };

            [Forward]
            public Tensor Attend([Shape("N", "T", 16)] Tensor x)
            {
                var y = norm(x);
                var scores = MatMul(query(y), Transpose(key(y), [0, 2, 1])) / 4f;
                return x + MatMul(Softmax(scores, axis: -1), value(y));
            }

            [Loss]
            public Tensor Loss([Shape("N", "T", 16)] Tensor x, [Shape("N", "T", 16)] Tensor target) => MeanSquaredError(Attend(x), target);
        }
        """;

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [nameof(LeNet)] = LeNet,
        [nameof(ResNet)] = ResNet,
        [nameof(Mlp)] = Mlp,
        [nameof(ConvNet)] = ConvNet,
        [nameof(Attention)] = Attention,
    };
}
