using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;
using Sinter.Generator.Passes;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Lowering;

using Buffer = Sinter.Generator.LoopIR.Buffer;
using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Which steps run for slices of the batch: those whose kernels keep to their rows. That slices compute the same is tested with the scans.</summary>
public sealed class RowSlicesTests
{
    const int Units = 4;

    static readonly Dim N = Dim.Symbol("N"), T = Dim.Symbol("T");

    static readonly Dictionary<string, Func<Value, Value, Value>> Steps = new()
    {
        ["a product"] = (h, x) => (x + h.MatMul(h.Graph.Add(new Parameter("w", Shape.Of(Units, Units))))).Tanh(),
        ["a softmax of each row"] = (h, x) => (h + x).Softmax(1),
        ["columns change places"] = (h, x) => h.Flip([1]) + x,
        ["a mean over the batch"] = (h, x) => h - h.MeanKept([0]) + x,
        ["a softmax over the batch"] = (h, x) => (h + x).Softmax(0),
        ["rows change places"] = (h, x) => h.Flip([0]) + x,
        ["products of rows with rows"] = (h, x) => h.MatMul(h.Transpose([1, 0])).MatMul(x),
        ["rows of the first half"] = (h, x) => x + h.Reshape(Shape.Of(2, N, 2)).Slice(0, new SliceRange(0, 1, 1)).Reshape(Shape.Of(N, 2)).MatMul(h.Graph.Add(new Parameter("w", Shape.Of(2, Units)))),
        ["a sum over everything"] = (h, x) => x + h.Sum([0, 1]).BroadcastTo(Shape.Of(N, Units)),
    };

    public static TheoryData<string> Names => [.. Steps.Keys];

    [Theory]
    [InlineData("a product")]
    [InlineData("a softmax of each row")]
    public void RowsByThemselvesRunInSlices(string name)
    {
        var slices = Assert.Single(Program(name).Main.OfType<ProgramSlices>());
        Assert.Equal("N", slices.Extent);
        Assert.IsType<ProgramLoop>(Assert.Single(slices.Body));
    }

    [Theory]
    [InlineData("columns change places")]               // the kernel's lanes are rows
    [InlineData("a mean over the batch")]
    [InlineData("a softmax over the batch")]
    [InlineData("rows change places")]
    [InlineData("products of rows with rows")]
    [InlineData("rows of the first half")]              // row by row, but elsewhere than they are written
    [InlineData("a sum over everything")]
    public void OthersDoNot(string name)
    {
        var program = Program(name);
        Assert.DoesNotContain(program.Main, step => step is ProgramSlices);
        Assert.Single(program.Main.Loops());
    }

    // Each element is checked: no slice reads or writes what another one writes.
    [Theory]
    [MemberData(nameof(Names))]
    public void EitherWayItIsTheScan(string name)
    {
        var (graph, source) = (Graph(name), new TensorSource(5, -1, 1));
        var expected = new GraphInterpreter(TensorSource.Machine(Precision.Double), source.Content).Evaluate(graph);
        var actual = Programs.Interpret(PassList.Run(graph, CancellationToken.None), EntryKind.Evaluation, source, Precision.Double);
        foreach (var (a, b) in expected.Zip(actual)) Assert.Equal(a, b, (p, q) => Math.Abs(p - q) < 1e-9 * (1 + Math.Abs(p)));
    }

    // The interpreter would see it: the same mixture forced into slices.
    [Theory]
    [InlineData("a mean over the batch")]
    [InlineData("rows change places")]
    public void SlicesThatTouchEachOthersRowsAreFound(string name)
    {
        var (graph, program) = (PassList.Run(Graph(name), CancellationToken.None), Program(name));
        var forced = program with { Main = [.. program.Main.Select(step => step is ProgramLoop loop ? new ProgramSlices("N", "first", 1, [loop]) : step)] };
        Assert.Throws<InvalidOperationException>(() => Programs.Interpret(graph, EntryKind.Evaluation, forced, new TensorSource(5, -1, 1), Precision.Double));
    }

    // Weights that do not stay in a cache are read by one slice after the other: few rows share them better.
    [Fact]
    public void LargeWeightsWantManyRows()
    {
        static Dim Fewest(int units) => Assert.Single(Program(Graph((h, x) => h.MatMul(h.Graph.Add(new Parameter("w", Shape.Of(units, units)))) + x, units)).Main.OfType<ProgramSlices>()).Fewest;

        Assert.True(Fewest(64).Constant < Fewest(1024).Constant);
    }

    [Fact]
    public void StridesAreReadOffTheAccesses()
    {
        var access = RowAccess.Of(Kernel(new Load(X, 8 * Row + Column) + new Load(Y, Column) + new Load(Z, 2 * Row)), "N")!;
        Assert.Equal([8, 0, 2, 4], access.Strides);
        Assert.Equal([3, 3, 0, 3], access.Reaches);
        // Two rows in each value of the grid, and one in two values.
        Assert.Equal([2, 0, 0, 8], RowAccess.Of(Kernel(new Load(X, Row), extent: 2 * N), "N")!.Strides);
        Assert.Null(RowAccess.Of(Kernel(new Load(X, Row), extent: Dim.FloorDivide(N + 1, 2)), "N"));
    }

    [Fact]
    public void KernelsThatKnowTheirRowAreRefused()
    {
        Assert.NotNull(RowAccess.Of(Kernel(Expr.Call(Intrinsic.ToFloat, new IndexValue(Column))), "N"));
        Assert.Null(RowAccess.Of(Kernel(Expr.Call(Intrinsic.ToFloat, new IndexValue(Row))), "N"));
        Assert.Null(RowAccess.Of(Kernel(Expr.Call(Intrinsic.ToFloat, new IndexValue(N))), "N"));
        Assert.Null(RowAccess.Of(Kernel(new Load(X, N - 1 - Row)), "N"));
        Assert.Null(RowAccess.Of(Kernel(new Load(X, Row) + new Load(X, 2 * Row)), "N"));
        Assert.Null(RowAccess.Of(Kernel(Expr.Call(Intrinsic.RandomUniform, new Literal(1, DType.Int32), new IndexValue(4 * Row + Column))), "N"));
    }

    static readonly Dim Row = Dim.Symbol("row"), Column = Dim.Symbol("column");

    static readonly Buffer X = new("x", DType.Float32, 0), Y = new("y", DType.Float32, 1), Z = new("z", DType.Float32, 2), Result = new("result", DType.Float32, 3);

    // result[row, column] = value, four columns wide.
    static LoopKernel Kernel(Expr value, Dim? extent = null) => new("kernel", "", [X, Y, Z, Result], "row", extent ?? N, 4, LoopKind.Serial, default,
        [new Loop("column", 4, LoopKind.Vector, [new Store(Result, 4 * Row + Column, value)])]);

    static EntryProgram Program(string name) => Program(Graph(name));

    static EntryProgram Program(Graph graph) => Programs.Fused(PassList.Run(graph, CancellationToken.None), EntryKind.Evaluation);

    static Graph Graph(string name) => Graph(Steps[name], Units);

    // All states of h' = step(h, x) over x [T, N, units].
    static Graph Graph(Func<Value, Value, Value> step, int units)
    {
        var graph = new Graph();
        var x = graph.Add(new Input("x", new TensorType(DType.Float32, Shape.Of(T, N, units))));
        var scan = new ScanBuilder(graph, graph, T, backwards: false);
        var h = scan.Carry(graph.Add(new Input("h0", new TensorType(DType.Float32, Shape.Of(N, units)))));
        scan.Next(h, step(h, scan.Sequence(x)));
        scan.Build();
        graph.Outputs.Add(new GraphOutput(OutputKind.Result, "y", scan.History(h)));
        return graph.Rewrite(GraphRewriter.Copy);
    }
}
