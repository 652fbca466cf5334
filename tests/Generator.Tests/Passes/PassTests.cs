using System;
using System.Linq;
using System.Threading;
using Sinter.Generator.Autodiff;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Passes;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Each pass on a graph that it is for: the text before and after lies beside this file, and the meaning stays.</summary>
public sealed class PassTests
{
    readonly Graph graph = new();

    [Fact]
    public void DecomposeComposites()
    {
        Result(Call("Softmax", ("x", Input("x", Dim.Symbol("N"), 5))));
        Check(new DecomposeComposites());
    }

    [Fact]
    public void Canonicalize()
    {
        var (x, y) = (Input("x", Dim.Symbol("N"), 5), Input("y", Dim.Symbol("N"), 5));
        Result((x * 2 / 4 + 0 - 0) * 1);
        Result(-(-(x - (-y))));
        Result((x + 1 + 2) * (x.Constant(3) * 0.5 + 1));
        Result(-(x * 3) + -y);
        Result((x / 2 / 3).Transpose(1, 0).Transpose(1, 0).Reshape(Shape.Of(Dim.Symbol("N") * 5)).Reshape(x.Shape));
        Check(new Canonicalize());
    }

    [Fact]
    public void CommonSubexpressions()
    {
        var x = Input("x", Dim.Symbol("N"), 5);
        Result(x.Exp() * 2 + x.Exp() * 2);
        Result(x.Sum([1]));
        Result(x.Sum([0]));
        Result(x.Sum([1]));
        Check(new CommonSubexpressions());
    }

    [Fact]
    public void DeadCode()
    {
        var x = Input("x", Dim.Symbol("N"), 5);
        x.Exp().Sum([0]);
        Result(x * x);
        Check(new DeadCode());
    }

    /// <summary>Between two convolutions no tensor changes its layout: bias, batch norm and activation stay [N, H, W, C].</summary>
    [Fact]
    public void SinkTransposes()
    {
        var hidden = Convolution(Input("x", Dim.Symbol("N"), 2, 6, 7), "conv1", 3);
        var norm = Call("BatchNorm", ("x", hidden), ("mean", State("mean", 3)), ("variance", State("variance", 3)), ("weight", Parameter("scale", 3)), ("bias", Parameter("shift", 3)));
        var y = Convolution(Call("Relu", ("x", norm)) + hidden, "conv2", 2);
        Result(y.Sum([2, 3]));
        Result(y.Reshape(Shape.Of(Dim.Symbol("N"), 2 * 6 * 7)));
        Check(new SinkTransposes(), new DecomposeComposites());
    }

    /// <summary>A gradient that comes from a flattened tensor takes the layout of what was saved.</summary>
    [Fact]
    public void RaiseTransposes()
    {
        var (saved, dy) = (Input("saved", Dim.Symbol("N"), 4, 5, 3), Input("dy", Dim.Symbol("N"), 3, 4, 5));
        var dx = (dy * 2) * saved.Transpose(0, 3, 1, 2);
        Result(dx.Transpose(0, 2, 3, 1) + saved);
        Check(new RaiseTransposes());
    }

    [Fact]
    public void FoldBatchNorm()
    {
        var hidden = Convolution(Input("x", Dim.Symbol("N"), 2, 6, 7), "conv1", 3);
        Result(Call("BatchNorm", ("x", hidden), ("mean", State("mean", 3)), ("variance", State("variance", 3)), ("weight", Parameter("scale", 3)), ("bias", Parameter("shift", 3))));
        Check(new FoldBatchNorm(), new DecomposeComposites(), new SinkTransposes(), new Canonicalize());
    }

    [Fact]
    public void SplitReductions()
    {
        var x = Input("x", Dim.Symbol("N"), 4, 5, 3);
        Result(x.Sum([0, 1, 2]));
        Result(x.Sum([0]));
        Result(x.Sum([1, 2]));
        Value WeightGradient(int rows, int filters) => graph.Add(
            new Conv2dWeightGradient { Kernel = 3 }, Input($"images{rows}x{filters}", Dim.Symbol("N"), rows + 2, 18, 16), Input($"dy{rows}x{filters}", Dim.Symbol("N"), rows, 16, filters));
        Result(WeightGradient(16, 32));
        Result(WeightGradient(15, 32));
        Result(WeightGradient(16, 512));
        Check(new SplitReductions());
    }

    /// <summary>States that are a result are stacked, the others' histories stay: of one, a state in between is read; the other one's states go on to something else.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StackResults(bool backwards)
    {
        var x = Input("x", 4, Dim.Symbol("N"), 3);
        var scan = new ScanBuilder(graph, graph, 4, backwards);
        var (a, b, c) = (scan.Carry(Input("a", Dim.Symbol("N"), 3)), scan.Carry(Input("b", Dim.Symbol("N"), 3)), scan.Carry(Input("c", Dim.Symbol("N"), 3)));
        scan.Next(a, a * 0.5 + scan.Sequence(x));
        scan.Next(b, b * a);
        scan.Next(c, c + b);
        scan.Build();
        var (after, last) = (new SliceRange(backwards ? 0 : 1, 4), new SliceRange(backwards ? 0 : 4, 1));
        Result(scan.History(a).Slice(0, after));
        Result(scan.History(a).Slice(0, last));
        Result(scan.History(b).Slice(0, after));
        Result(scan.History(b).Slice(0, new SliceRange(2, 1)));
        Result(scan.History(c).Slice(0, after).Exp());
        Check(new StackResults(), backwards ? "StackResultsBackwards" : null);
    }

    /// <summary>The gradient by the image of a padded convolution: nothing is computed for the padding.</summary>
    [Fact]
    public void NarrowConvolutions()
    {
        var (dy, weight) = (Input("dy", Dim.Symbol("N"), 5, 6, 3), Parameter("weight", 2, 3, 3, 3));
        var full = graph.Add(new Conv2dNhwc(), dy.Pad([0, 2, 2, 0], [0, 2, 2, 0]), weight);
        Result(full.Slice(1, new SliceRange(1, 5)).Slice(2, new SliceRange(1, 6)));
        Check(new NarrowConvolutions());
    }

    /// <summary>The sum of two convolutions, both within the padding of a third; and what a kernel of its own makes of one.</summary>
    [Fact]
    public void FrameImages()
    {
        var x = Input("x", Dim.Symbol("N"), 5, 6, 3);
        Value Padded(Value image, string name) => graph.Add(new Conv2dNhwc(), image.Pad([0, 1, 1, 0], [0, 1, 1, 0]), Parameter(name, 3, 3, 3, 3));
        var hidden = Padded(x, "first") * 0.1;
        Result(Padded(Padded(hidden, "second") + hidden, "third").Sum([1, 2]));
        var sums = Padded(x, "fourth");
        Result(Padded((sums - sums.Sum([0, 1, 2]).BroadcastTo(sums.Shape)).Relu(), "fifth").Sum([1, 2]));
        Check(new FrameImages());
    }

    /// <summary>By cost: large tiles where there are many channels, small ones where reading their weights would take longer than it saves, none where there is little to multiply.</summary>
    [Fact]
    public void WinogradConvolutions()
    {
        Value Padded(Value image, string name, int filters, Conv2dNhwc op) =>
            graph.Add(op, image.Pad([0, 1, 1, 0], [0, 1, 1, 0]), Parameter(name, filters, image.Shape[3], 3, 3));
        var x = Input("x", Dim.Symbol("N"), 14, 13, 3);
        var few = Padded(x, "few_channels", 32, new Conv2dNhwc());
        var many = Padded(few, "many_channels", 40, new Conv2dNhwc());
        var strided = Padded(many, "strided", 40, new Conv2dNhwc { Stride = 2 });
        var small = Padded(Padded(strided, "wider", 512, new Conv2dNhwc()), "small_images", 512, new Conv2dNhwc());
        Result(small.Sum([1, 2]));
        Result(graph.Add(new Conv2dNhwc(), many, Input("weight_of_a_call", 8, 40, 3, 3)));
        Check(new WinogradConvolutions());
    }

    /// <summary>Only weights that stay are worth it, and only where the batch keeps its place.</summary>
    [Fact]
    public void FlattenInPlace()
    {
        var image = Input("x", Dim.Symbol("N"), 4, 5, 3).Transpose(0, 3, 1, 2);
        Value Flat(Value x) => x.Reshape(Shape.Of(x.Shape[0], x.Shape[1] * x.Shape[2] * x.Shape[3]));
        Result(Flat(image).MatMul(Parameter("weight", 2, 60).Transpose(1, 0)));
        Result(Flat(image).MatMul(Input("weight_of_a_call", 60, 2)));
        Result(Flat(Input("y", 3, 4, 5, Dim.Symbol("N")).Transpose(3, 0, 1, 2)).MatMul(Parameter("other", 60, 2)));
        Check(new FlattenInPlace());
    }

    [Fact]
    public void TransposedProducts()
    {
        var (x, dy) = (Input("x", Dim.Symbol("N"), 5), Input("dy", Dim.Symbol("N"), 3));
        Result(x.Transpose(1, 0).MatMul(dy).Transpose(1, 0));
        Check(new TransposedProducts());
    }

    [Fact]
    public void TheListKeepsTheMeaningOfANetworkThatTrains()
    {
        var hidden = Call("MaxPool2d", ("x", Call("Relu", ("x", Convolution(Input("x", Dim.Symbol("N"), 2, 6, 7), "conv1", 4)))), ("kernel", (Dim)2));
        var y = Convolution(hidden, "conv2", 3);
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", (y * y).Sum([0, 1, 2, 3])));
        var derived = ReverseMode.Differentiate(graph, ["conv1.weight", "conv1.bias", "conv2.weight", "conv2.bias"]);
        var optimized = PassList.Run(derived, CancellationToken.None, (pass, result) => GraphVerifier.Verify(result, pass.GetType().Name));
        SameMeaning(derived, optimized);
        // Of activations and their gradients only the input changes its layout.
        Assert.Single(optimized.Values, value => value is { Op: Transpose, Rank: 4 } && value.Shape.Size.Mentions("N"));
    }

    [Fact]
    public void TheListStopsWhenItIsCancelled() =>
        Assert.Throws<OperationCanceledException>(() => PassList.Run(graph, new CancellationToken(canceled: true)));

    void Check(Pass pass, params Pass[] before) => Check(pass, null, before);

    void Check(Pass pass, string? golden, params Pass[] before)
    {
        var start = before.Aggregate(graph, (g, p) => p.Run(g));
        var end = pass.Run(start);
        GraphVerifier.Verify(end, pass.GetType().Name);
        SameMeaning(graph, end);
        var text = $"before:\n{GraphPrinter.Print(start)}\nafter:\n{GraphPrinter.Print(end)}";
        Assert.Equal(Golden.Read($"{golden ?? pass.GetType().Name}.golden.txt", text), text);
    }

    static void SameMeaning(Graph before, Graph after)
    {
        var tensors = new TensorSource(1, 0.5, 2);
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), tensors.Content).Evaluate(before);
        var actual = new GraphInterpreter(TensorSource.Machine(Precision.Double), tensors.Content).Evaluate(after);
        foreach (var (e, a) in expected.Zip(actual).SelectMany(pair => pair.First.Zip(pair.Second)))
            Assert.Equal(e, a, 1e-9 * (1 + Math.Abs(e)));
    }

    Value Convolution(Value x, string name, int channels) =>
        Call("Conv2d", ("x", x), ("weight", Parameter($"{name}.weight", channels, x.Shape[1], 3, 3)), ("bias", Parameter($"{name}.bias", channels)), ("padding", (Dim)1));

    Value Call(string function, params (string Name, object Value)[] arguments) =>
        OpCatalog.Functions[function].Schema.Build!(new CallArguments(graph, training: false, arguments.ToDictionary(a => a.Name, a => a.Value)))[0];

    Value Input(string name, params Dim[] shape) => graph.Add(new Input(name, new TensorType(DType.Float32, Shape.Of(shape))));

    Value Parameter(string path, params Dim[] shape) => graph.Add(new Parameter(path, Shape.Of(shape)));

    Value State(string path, params Dim[] shape) => graph.Add(new Sinter.Generator.GraphIR.State(path, Shape.Of(shape)));

    void Result(Value value) => graph.Outputs.Add(new GraphOutput(OutputKind.Result, $"y{graph.Outputs.Count}", value));
}
