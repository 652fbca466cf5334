using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Xunit;

namespace Sinter.Generator.Tests.Layers;

/// <summary>Result shapes, and the names, shapes and starts of parameters and states: all as PyTorch's modules have them.</summary>
public sealed class LayerForwardTests
{
    [Theory]
    [InlineData("Linear", "outputs=5", "[N, 3]", "[N, 5]", "weight [5, 3] Uniform 0.577; bias [5] Uniform 0.577")]
    [InlineData("Linear", "outputs=5 Bias=false", "[N, T, 4]", "[N, T, 5]", "weight [5, 4] Uniform 0.5")]
    [InlineData("Conv2d", "channels=8 kernel=3 Padding=1", "[N, 3, 28, 28]", "[N, 8, 28, 28]", "weight [8, 3, 3, 3] Uniform 0.192; bias [8] Uniform 0.192")]
    [InlineData("Conv2d", "channels=6 kernel=3 Stride=2 Groups=3 Bias=false KernelWidth=5", "[N, 3, 9, 9]", "[N, 6, 4, 3]", "weight [6, 1, 3, 5] Uniform 0.258")]
    [InlineData("Conv1d", "channels=4 kernel=3 Dilation=2", "[N, 2, 9]", "[N, 4, 5]", "weight [4, 2, 3] Uniform 0.408; bias [4] Uniform 0.408")]
    [InlineData("ConvTranspose2d", "channels=4 kernel=3 Stride=2 Padding=1 OutputPadding=1", "[N, 2, 7, 7]", "[N, 4, 14, 14]", "weight [2, 4, 3, 3] Uniform 0.167; bias [4] Uniform 0.167")]
    [InlineData("MaxPool2d", "kernel=2", "[N, 3, 7, 8]", "[N, 3, 3, 4]", "")]
    [InlineData("MaxPool2d", "kernel=5 Stride=1 Padding=2", "[N, 3, 7, 8]", "[N, 3, 7, 8]", "")]
    [InlineData("AvgPool2d", "kernel=3 Stride=2 CeilMode=true", "[N, 3, 8, 8]", "[N, 3, 4, 4]", "")]
    [InlineData("GlobalAvgPool2d", "", "[N, 3, 7, 8]", "[N, 3]", "")]
    [InlineData("Flatten", "", "[N, 3, 7, 8]", "[N, 168]", "")]
    [InlineData("Dropout", "rate=0.25", "[N, 3]", "[N, 3]", "")]
    [InlineData("BatchNorm2d", "", "[N, 3, 7, 8]", "[N, 3, 7, 8]", "running_mean [3] Constant 0; running_var [3] Constant 1; weight [3] Constant 1; bias [3] Constant 0")]
    [InlineData("BatchNorm1d", "Affine=false", "[N, 3]", "[N, 3]", "running_mean [3] Constant 0; running_var [3] Constant 1")]
    [InlineData("LayerNorm", "", "[N, 3, 4]", "[N, 3, 4]", "weight [4] Constant 1; bias [4] Constant 0")]
    [InlineData("LayerNorm", "LastAxes=2 Bias=false", "[N, 3, 4]", "[N, 3, 4]", "weight [3, 4] Constant 1")]
    [InlineData("RmsNorm", "", "[N, 3, 4]", "[N, 3, 4]", "weight [4] Constant 1")]
    [InlineData("GroupNorm", "groups=2", "[N, 4, 5]", "[N, 4, 5]", "weight [4] Constant 1; bias [4] Constant 0")]
    [InlineData("InstanceNorm2d", "", "[N, 3, 7, 8]", "[N, 3, 7, 8]", "")]
    [InlineData("LeakyRelu", "slope=0.2", "[N, 3]", "[N, 3]", "")]
    [InlineData("Softmax", "", "[N, 3]", "[N, 3]", "")]
    public void ResultAndTensors(string layer, string settings, string x, string y, string owned)
    {
        foreach (var training in new[] { false, true })
        {
            var graph = new Graph();
            var context = new FreeLayer(graph, training, Settings(settings));
            var result = LayerCatalog.Layers[layer].Forward(context, graph.Add(new Input("x", new TensorType(DType.Float32, Parse(x)))));
            Assert.Equal(y, result.Shape.ToString());
            Assert.Equal(owned, string.Join("; ", context.Owned));
            GraphVerifier.Verify(graph, layer);
        }
    }

    [Fact]
    public void EmbeddingPicksRowsFromTheStandardNormalDistribution()
    {
        var graph = new Graph();
        var context = new FreeLayer(graph, false, Settings("vocabulary=10 width=4"));
        var y = LayerCatalog.Layers["Embedding"].Forward(context, graph.Add(new Input("tokens", new TensorType(DType.Int32, Parse("[N, T]")))));
        Assert.Equal("[N, T, 4]", y.Shape.ToString());
        Assert.Equal(["weight [10, 4] Normal 1"], context.Owned);
    }

    [Fact]
    public void BatchNormMovesItsStatisticsOnlyWhileTraining()
    {
        Assert.Empty(BatchNorm(training: false).Updates);
        var updates = BatchNorm(training: true).Updates;
        Assert.Equal(["running_mean", "running_var"], updates.Keys);
        Assert.All(updates.Values, next => Assert.Equal("[3]", next.Shape.ToString()));
    }

    [Theory]
    [InlineData("Linear", "outputs=0", "[N, 3]", "'outputs' must be at least 1, but is 0.")]
    [InlineData("Linear", "outputs=2", "[3, N]", "axis 1 of [3, N] must be a plain number: the layer's parameters have its extent.")]
    [InlineData("Conv2d", "channels=8 kernel=3", "[N, 3, 28]", "images must be [N, C, H, W], but are [N, 3, 28].")]
    [InlineData("Conv2d", "channels=8 kernel=5", "[N, 3, 4, 4]", "the kernel spans 5 elements, but the padded axis has 4.")]
    [InlineData("Conv2d", "channels=8 kernel=3 Groups=2", "[N, 3, 9, 9]", "2 groups do not divide 3 channels.")]
    [InlineData("Conv2d", "channels=8 kernel=3 Stride=0", "[N, 3, 9, 9]", "the stride must be at least 1, but is 0.")]
    [InlineData("MaxPool2d", "kernel=2 Padding=2", "[N, 3, 9, 9]", "the padding 2 must be at most half the kernel 2.")]
    [InlineData("LayerNorm", "LastAxes=3", "[N, 3]", "[N, 3] has no 3 last axes.")]
    [InlineData("BatchNorm1d", "", "[N, 3, 4, 5]", "x must be [N, C] or [N, C, L], but is [N, 3, 4, 5].")]
    public void WrongOperandsAndSettingsAreExplained(string layer, string settings, string x, string reason)
    {
        var graph = new Graph();
        var input = graph.Add(new Input("x", new TensorType(DType.Float32, Parse(x))));
        var error = Assert.Throws<ShapeException>(() => LayerCatalog.Layers[layer].Forward(new FreeLayer(graph, false, Settings(settings)), input));
        Assert.Equal(reason, error.Message);
    }

    [Theory]
    [InlineData("CrossEntropyLoss", "LabelSmoothing=0.1", "i32[N]")]
    [InlineData("MeanSquaredErrorLoss", "", "f32[N, 3]")]
    [InlineData("L1Loss", "", "f32[N, 3]")]
    [InlineData("HuberLoss", "Delta=2.0", "f32[N, 3]")]
    [InlineData("BinaryCrossEntropyWithLogitsLoss", "", "f32[N, 3]")]
    public void LossesAreScalars(string name, string settings, string target)
    {
        var (graph, loss) = (new Graph(), LayerCatalog.Losses[name]);
        var prediction = graph.Add(new Input("x", new TensorType(DType.Float32, Parse("[N, 3]"))));
        var type = loss.Target(prediction.Type);
        Assert.Equal(target, type.ToString());
        Assert.Equal("[]", loss.Loss(new CallArguments(graph, true, Settings(settings)), prediction, graph.Add(new Input(loss.TargetName, type))).Shape.ToString());
    }

    static FreeLayer BatchNorm(bool training)
    {
        var graph = new Graph();
        var context = new FreeLayer(graph, training, []);
        LayerCatalog.Layers["BatchNorm2d"].Forward(context, graph.Add(new Input("x", new TensorType(DType.Float32, Parse("[N, 3, 4, 5]")))));
        return context;
    }

    static Shape Parse(string shape) => Shape.Of(shape.Trim('[', ']').Split(", ").Select(e => int.TryParse(e, out var extent) ? (Dim)extent : Dim.Symbol(e)));

    // As the tracer gives them: Dim for int, double for float, bool.
    static Dictionary<string, object> Settings(string text) => text.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Select(s => s.Split('=')).ToDictionary(
        s => s[0],
        s => bool.TryParse(s[1], out var flag) ? flag : int.TryParse(s[1], out var whole) ? (Dim)whole : (object)double.Parse(s[1], System.Globalization.CultureInfo.InvariantCulture));
}
