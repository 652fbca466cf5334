using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Recurrence;
using Sinter.TestKit;
using Xunit;

namespace Sinter.Generator.Tests.Declaration;

/// <summary>Recurrences as users write them: each is what the same step gives in a loop over the positions.</summary>
public sealed class RecurrenceTests
{
    const string Fields = """
        readonly Layer input = new Linear(4), recurrent = new Linear(4) { Bias = false };
        readonly Parameter scale = new(4) { Init = Init.Uniform(1f) };
        readonly Parameter start = new(4) { Init = Init.Uniform(1f) };

        Tensor Cell(Tensor h, Tensor xt) => Tanh(input(xt) + recurrent(h)) * scale;
        Tensor Zeros(Tensor x) => Broadcast(0f, x.Shape[0], 4);

        """;

    [Theory]
    [InlineData("a lambda", "return Scan(x, Zeros(x), (h, xt) => Tanh(input(xt) + recurrent(h)) * scale, axis: 1).States;", "var h = Zeros(x); var all = new List<Tensor>(); for (var t = 0; t < 5; t++) all.Add(h = Cell(h, x[.., t])); return Stack([.. all], 1);")]
    [InlineData("a method", "return Scan(x, Zeros(x), Cell, axis: 1).Final;", "var h = Zeros(x); for (var t = 0; t < 5; t++) h = Cell(h, x[.., t]); return h;")]
    [InlineData("a local function, backwards", "Tensor Step(Tensor h, Tensor xt) { var z = recurrent(h); return Tanh(input(xt) + z) * scale; } var (all, _) = Scan(x, Zeros(x), Step, axis: -2, reverse: true); return all;",
        "var h = Zeros(x); var all = new List<Tensor>(); for (var t = 4; t >= 0; t--) all.Insert(0, h = Cell(h, x[.., t])); return Stack([.. all], 1);")]
    [InlineData("time first", "return Scan(Transpose(x, [1, 0, 2]), Broadcast(start, x.Shape[0], 4), Cell).States;", "Tensor h = Broadcast(start, x.Shape[0], 4); var all = new List<Tensor>(); for (var t = 0; t < 5; t++) all.Add(h = Cell(h, x[.., t])); return Stack([.. all]);")]
    [InlineData("two states", "var ((a, _), (h, c)) = Scan(x, (Zeros(x), Zeros(x)), (h, c, xt) => (Cell(c, xt), 0.5f * c + h), axis: 1); return Concat([a, Unsqueeze(h, 1), Unsqueeze(c, 1)], 1);",
        "var (h, c) = (Zeros(x), Zeros(x)); var all = new List<Tensor>(); for (var t = 0; t < 5; t++) { (h, c) = (Cell(c, x[.., t]), 0.5f * c + h); all.Add(h); } return Stack([.. all, h, c], 1);")]
    [InlineData("outputs", "var (y, last) = Scan(x, Zeros(x), (h, xt) => { var next = Cell(h, xt); return (next, Sum(next * h, axes: [1])); }, axis: 1); return Concat([y, last], 1);",
        "var h = Zeros(x); var all = new List<Tensor>(); for (var t = 0; t < 5; t++) { var next = Cell(h, x[.., t]); all.Add(Sum(next * h, axes: [1])); h = next; } return Concat([Stack([.. all], 1), h], 1);")]
    [InlineData("several sequences and states", "var (all, last) = Scan((x, gate: x > 0f), (h: Zeros(x), n: Broadcast(0f, x.Shape[0])), (s, at) => (Where(at.gate[.., ..1], Cell(s.h, at.x), s.h), s.n + 1f), axis: 1); return all.h * last.n[0];",
        "var (h, n) = (Zeros(x), Broadcast(0f, x.Shape[0])); var all = new List<Tensor>(); for (var t = 0; t < 5; t++) { h = Where(x[.., t] [.., ..1] > 0f, Cell(h, x[.., t]), h); n = n + 1f; all.Add(h); } return Stack([.. all], 1) * n[0];")]
    [InlineData("a scan in a scan", "return Scan(x, Zeros(x), (h, xt) => Scan(xt, h, (s, xi) => Cell(s, xt * Unsqueeze(xi, 1)), axis: 1).Final, axis: 1).States;",
        "var h = Zeros(x); var all = new List<Tensor>(); for (var t = 0; t < 5; t++) { for (var i = 0; i < 3; i++) h = Cell(h, x[.., t] * x[.., t, i..(i + 1)]); all.Add(h); } return Stack([.. all], 1);")]
    [InlineData("tokens", "var ids = ArgMax(x, -1); return Scan(ids, Zeros(x), (h, id) => Tanh(recurrent(h) + Gather(Broadcast(scale, 3, 4), id) + ToFloat(Unsqueeze(id, 1))), axis: 1).Final + Sum(input(x), axes: [1]);",
        "var ids = ArgMax(x, -1); var h = Zeros(x); for (var t = 0; t < 5; t++) h = Tanh(recurrent(h) + scale + ToFloat(Unsqueeze(ids[.., t], 1))); return h + Sum(input(x), axes: [1]);")]
    public void AScanIsTheLoop(string what, string scan, string loop)
    {
        var graph = Graph(scan);
        Assert.Contains(graph.Values, value => value.Op is Scan);
        Assert.DoesNotContain(Graph(loop).Values, value => value.Op is Scan);
        Assert.Equal(Evaluate(Graph(loop)), Evaluate(graph), (a, b) => System.Math.Abs(a - b) < 1e-12);
        GraphVerifier.Verify(graph, what);
    }

    /// <summary>Derivatives through recurrences as users write them, against finite differences of the loss.</summary>
    [Theory]
    [InlineData("return Scan(x, Zeros(x), (h, xt) => Tanh(input(xt) + recurrent(h)) * scale, axis: 1).States;")]
    [InlineData("return Scan(x, Broadcast(start, x.Shape[0], 4), Cell, axis: 1, reverse: true).Final;")]
    [InlineData("var ((a, _), (h, c)) = Scan(x, (Zeros(x), Zeros(x)), (h, c, xt) => (Cell(c, xt), 0.5f * c + h * Sigmoid(scale)), axis: 1); return Concat([a, Unsqueeze(h, 1), Unsqueeze(c, 1)], 1) * start;")]
    [InlineData("var (y, last) = Scan(x, Zeros(x), (h, xt) => { var next = Cell(h, xt); return (next, Sum(next * h, axes: [1])); }, axis: 1); return Concat([y, last * start], 1);")]
    [InlineData("return Scan(x, Zeros(x), (h, xt) => Scan(xt, h, (s, xi) => Cell(s, xt * Unsqueeze(xi, 1)), axis: 1).Final, axis: 1).States;")]
    public void DerivativesAreThoseOfFiniteDifferences(string body)
    {
        var source = TestCompilation.Usings + Network($"[Loss] public Tensor Loss([Shape(\"N\", 5, 3)] Tensor x) => Mean(Square(Run(x)) + Run(x)) + Mean(start * scale);\nTensor Run(Tensor x) {{ {body} }}");
        var traced = TestCompilation.Trace(source);
        Assert.Empty(traced.Diagnostics);
        var graph = GraphImporter.Import(traced.Model.Entries.Single(entry => entry.Kind == EntryKind.Training));
        Assert.Contains(graph.Values, value => value.Op is Scan);
        Assert.InRange(FiniteDifferences.LargestError(graph, new TensorSource(7, -1, 1)), 0, 1e-6);
    }

    /// <summary>What does not depend on the step is computed once: the products with weights of the input stay where they are, the step holds one product.</summary>
    [Fact]
    public void WhatIsTheSameAtEveryStepStaysOutside()
    {
        var graph = Graph("var context = input(x[.., 0]); return Scan(x, Zeros(x), (h, xt) => Tanh(recurrent(h) + Exp(context) + input(xt)), axis: 1).Final;");
        var body = ((Scan)graph.Values.Single(value => value.Op is Scan).Op).Body;
        Assert.Equal(1, body.Nodes.Count(node => node.Op.Name == "tanh"));
        Assert.DoesNotContain(body.Nodes, node => node.Op.Name == "exp");
    }

    /// <summary>Each step drops other elements: their random numbers are a sequence.</summary>
    [Fact]
    public void DropoutDropsOtherElementsAtEveryStep()
    {
        var source = TestCompilation.Usings + Network("[Loss] public Tensor Loss([Shape(\"N\", 5, 3)] Tensor x) => Sum(Scan(x, Zeros(x), (h, xt) => Cell(Dropout(h, 0.5f), xt), axis: 1).States + start, axes: [0, 1, 2]);");
        var entry = TestCompilation.Trace(source).Model.Entries.Single(e => e.Kind == EntryKind.Training);
        var uniform = GraphImporter.Import(entry).Live().Single(value => value.Op.Name == "random_uniform");
        Assert.Equal("[5, N, 4]", uniform.Shape.ToString());
    }

    [Theory]
    [InlineData("SIN0107", "Linear.Zeros", "return Scan((x, y), Zeros(x), (h, at) => Cell(h, at.x), axis: 1).Final;", "(x, y)")]
    [InlineData("SIN0107", "a step too wide", "return Scan(x, Zeros(x), (h, xt) => Concat([h, Cell(h, xt)], 1), axis: 1).Final;", "Concat([h, Cell(h, xt)], 1)")]
    [InlineData("SIN0107", "another type", "return Scan(x, (Zeros(x), Zeros(x)), (h, c, xt) => (c, Sum(h)), axis: 1).Final.First;", "Sum(h)")]
    [InlineData("SIN0107", "no such axis", "return Scan(x, Zeros(x), (h, xt) => Cell(h, xt), axis: 3).Final;", "x")]
    [InlineData("SIN0012", "a branch", "return Scan(x, Zeros(x), (h, xt) => Sum(h) > 0f ? h : Cell(h, xt), axis: 1).Final;", "Sum(h) > 0f")]
    [InlineData("SIN0106", "statistics that move", "return Scan(x, Zeros(x), (h, xt) => norm(Cell(h, xt)), axis: 1).Final;", "norm(Cell(h, xt))")]
    [InlineData("SIN0101", "inside of the step", "return Scan(x, Zeros(x), (h, xt) => h + xt, axis: 1).Final;", "h + xt")]
    [InlineData("SIN0028", "a tensor of a step", "var leak = x[.., 0]; var (_, last) = Scan(x, Zeros(x), (h, xt) => { leak = xt * 2f; return Cell(h, xt); }, axis: 1); return last + input(leak);", "input(leak)")]
    public void AMistakeIsReportedAtItsExpression(string id, string what, string body, string at)
    {
        var source = TestCompilation.Usings + Network($"readonly Layer norm = new BatchNorm1d(); [Loss] public Tensor Loss([Shape(\"N\", 5, 3)] Tensor x, [Shape(\"N\", 6, 3)] Tensor y) => Sum(Run(x, y) * start + input(x[.., 0]) + input(y[.., 0]) + recurrent(start) + norm(input(x[.., 0])), axes: [0, 1]);\nTensor Run(Tensor x, Tensor y) {{ {body} }}".Replace("{{", "{").Replace("}}", "}"));
        var diagnostic = Assert.Single(TestCompilation.Analyze(source));
        Assert.Equal((id, at), (diagnostic.Id, diagnostic.Location.SourceTree!.GetText().ToString(diagnostic.Location.SourceSpan)));
        Assert.NotEmpty(what);
    }

    static string Network(string members) => $"[Network] public partial class Net {{ {Fields} {members} }}";

    static Graph Graph(string body)
    {
        var traced = TestCompilation.Trace(TestCompilation.Usings + Network($"[Forward] public Tensor Run([Shape(\"N\", 5, 3)] Tensor x) {{ {body} }}"));
        Assert.Empty(traced.Diagnostics.Where(d => d.Id != "SIN0020"));
        return GraphImporter.Import(traced.Model.Entries.Single());
    }

    static double[] Evaluate(Graph graph) => Assert.Single(new GraphInterpreter(TensorSource.Machine(Precision.Double), new TensorSource(11, -1, 1).Content).Evaluate(graph));
}
