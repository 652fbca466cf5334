using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Indexing;
using Sinter.Generator.Ops.Losses;
using Xunit;

namespace Sinter.Generator.Tests.Ops.Indexing;

/// <summary>Which inputs an entry point must check before it computes.</summary>
public sealed class IndexBoundsTests
{
    readonly Graph graph = new();

    [Fact]
    public void AnInputThatPicksRowsIsBoundByTheirNumber()
    {
        graph.Add(new Gather(), Table(7), Tokens().Reshape(Shape.Of(6)));
        Assert.Equal([new IndexBound("tokens", 7)], IndexBounds.Of(graph));
    }

    [Fact]
    public void EachBoundIsNamedOnce()
    {
        var tokens = Tokens();
        graph.Add(new Gather(), Table(7), tokens);
        graph.Add(new Gather(), Table(7), tokens);
        graph.Add(new Gather(), Table(5), tokens);
        Assert.Equal([new IndexBound("tokens", 7), new IndexBound("tokens", 5)], IndexBounds.Of(graph));
    }

    [Fact]
    public void ComputedIndicesAndOneHotsAreNot()
    {
        var tokens = Tokens();
        graph.Add(new Gather(), Table(7), tokens + 1);
        graph.Add(new OneHot { Depth = 4 }, tokens);
        Assert.Empty(IndexBounds.Of(graph));
    }

    [Fact]
    public void LabelsAreBoundByTheClasses()
    {
        var labels = graph.Add(new Input("labels", new TensorType(DType.Int32, Shape.Of(4, 3))));
        var scores = graph.Add(new Input("scores", new TensorType(DType.Float32, Shape.Of(4, 9, 3))));
        graph.Add(new CrossEntropy(), scores, labels);
        graph.Add(new NegativeLogLikelihood { IgnoreIndex = 2 }, scores, labels);
        Assert.Equal([new IndexBound("labels", 9, -100), new IndexBound("labels", 9, 2)], IndexBounds.Of(graph));
    }

    Value Table(int rows) => graph.Add(new Sinter.Generator.GraphIR.Parameter($"table{rows}", Shape.Of(rows, 2)));

    Value Tokens() => graph.Add(new Input("tokens", new TensorType(DType.Int32, Shape.Of(2, 3))));
}
