using Sinter.Generator.Ops;
using Xunit;

namespace Sinter.Generator.Tests.Ops;

/// <summary>The functions that the library promises.</summary>
public sealed class CatalogTests
{
    const string Promised = """
        Where Minimum Maximum Clamp Exp Log Sqrt Rsqrt Pow Abs Sign Sin Cos Erf
        Relu LeakyRelu Elu Selu Gelu Silu Sigmoid Tanh Softplus HardSigmoid HardSwish Mish
        Sum Mean Max Min Variance LogSumExp ArgMax CumSum Softmax LogSoftmax
        MatMul Conv1d Conv2d ConvTranspose2d MaxPool2d AvgPool2d
        BatchNorm LayerNorm GroupNorm InstanceNorm RmsNorm
        Reshape Flatten Transpose Slice Concat Split Stack Pad Broadcast Repeat Gather OneHot Dropout
        CrossEntropy BinaryCrossEntropyWithLogits MeanSquaredError L1 Huber KlDivergence NegativeLogLikelihood CosineSimilarity
        """;

    [Fact]
    public void EveryPromisedFunctionExists() =>
        Assert.All(Promised.Split((char[])[' ', '\n', '\r'], System.StringSplitOptions.RemoveEmptyEntries), name => Assert.Contains(name, OpCatalog.Functions.Keys));
}
