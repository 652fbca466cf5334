using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Tests.Ops.Recurrence;

using Parameter = Sinter.Generator.GraphIR.Parameter;   // not Sinter.Parameter, which is the user's

/// <summary>Recurrences as graphs, over [N, T, 3] with four units.</summary>
internal static class Recurrences
{
    static readonly Dim N = Dim.Symbol("N");
    const int Features = 3, Units = 4;

    /// <summary>Each by name: the loss is the mean square of the states and of the final state.</summary>
    public static IReadOnlyDictionary<string, Func<Dim, bool, Graph>> All { get; } = new Dictionary<string, Func<Dim, bool, Graph>>
    {
        ["rnn"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var (wx, wh, b) = (graph.Add(new Parameter("wx", Shape.Of(Units, Features))), graph.Add(new Parameter("wh", Shape.Of(Units, Units))), graph.Add(new Parameter("b", Shape.Of(Units))));
            var h = scan.Carry(Initial(graph, "h0"));
            var next = (scan.Sequence(x, 1).MatMul(wx.Transpose([1, 0])) + h.MatMul(wh.Transpose([1, 0])) + b).Tanh();
            scan.Next(h, next);
            scan.RequestStack(next);
            scan.Build();
            return [scan.Stacked(next), scan.Final(h)];
        }),
        ["lstm"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var (wx, wh, b) = (graph.Add(new Parameter("wx", Shape.Of(4 * Units, Features))), graph.Add(new Parameter("wh", Shape.Of(4 * Units, Units))), graph.Add(new Parameter("b", Shape.Of(4 * Units))));
            var projected = x.MatMul(wx.Transpose([1, 0]));
            var (h, c) = (scan.Carry(Initial(graph, "h0")), scan.Carry(Initial(graph, "c0")));
            var gates = scan.Sequence(projected, 1) + h.MatMul(wh.Transpose([1, 0])) + b;
            Value Gate(int i) => gates.Slice(1, new SliceRange(i * Units, Units));
            var cell = Gate(1).Sigmoid() * c + Gate(0).Sigmoid() * Gate(2).Tanh();
            var next = Gate(3).Sigmoid() * cell.Tanh();
            scan.Next(c, cell);
            scan.Next(h, next);
            scan.RequestStack(next);
            scan.Build();
            return [scan.Stacked(next), scan.Final(h), scan.Final(c)];
        }),
        // Nothing of it is a product: the decay is summed up, the gate's square is stacked.
        ["leaky"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var (decay, scale) = (graph.Add(new Parameter("decay", Shape.Of(N, Features))), graph.Add(new Parameter("scale", Shape.Scalar)));
            var h = scan.Carry(graph.Add(new Parameter("h0", Shape.Of(Features))).BroadcastTo(Shape.Of(N, Features)));
            var input = scan.Sequence(x, 1) * scale;
            scan.Next(h, h * decay.Sigmoid() + input);
            var square = h * h * scale;
            scan.RequestStack(square);
            scan.Build();
            return [scan.Stacked(square), scan.Final(h)];
        }),
        // Both states' histories are read, the states change places, and a part of the sequence is read.
        ["swap"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var (a, b) = (scan.Carry(x.Slice(1, new SliceRange(0, 1)).Reshape(Shape.Of(N, Features))), scan.Carry(graph.Add(new Parameter("b0", Shape.Of(N, Features)))));
            scan.Next(a, b);
            scan.Next(b, (a * 0.5 + scan.Sequence(x, 1) * graph.Add(new Parameter("w", Shape.Of(Features)))).Tanh());
            scan.Build();
            return [scan.History(a), scan.History(b), scan.Final(a)];
        }),
        // A scan inside a scan: each step runs over the features.
        ["nested"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var w = graph.Add(new Parameter("w", Shape.Of(Units, Units)));
            var h = scan.Carry(Initial(graph, "h0"));
            var step = scan.Sequence(x, 1);
            var inner = new ScanBuilder(graph, graph, Features, backwards);
            var state = inner.Carry(h);
            var next = (state.MatMul(w) + inner.Sequence(step, 1).Reshape(Shape.Of(N, 1))).Tanh();
            inner.Next(state, next);
            inner.Build();
            scan.Next(h, inner.Final(state));
            scan.RequestStack(inner.Final(state));
            scan.Build();
            return [scan.Stacked(inner.Final(state))];
        }),
        // Rows of a table by number: what the step reads is no float.
        ["embedding"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var table = graph.Add(new Parameter("table", Shape.Of(3, Units)));
            var tokens = graph.Add(new Input("tokens", new TensorType(DType.Int32, Shape.Of(length, N))));
            var w = graph.Add(new Parameter("w", Shape.Of(Units, Units)));
            var h = scan.Carry(Initial(graph, "h0"));
            scan.Next(h, (table.Gather(scan.Sequence(tokens)) + h.MatMul(w)).Tanh());
            scan.Build();
            return [scan.History(h), x];
        }),
        // Each sequence of the batch has an end of its own, behind which its state stays: a truth value for each row and step.
        ["lengths"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var (wx, wh) = (graph.Add(new Parameter("wx", Shape.Of(Units, Features))), graph.Add(new Parameter("wh", Shape.Of(Units, Units))));
            var lengths = graph.Add(new Input("lengths", new TensorType(DType.Int32, Shape.Of(N))));
            var present = graph.Add(new Iota { Shape = Shape.Of(length, N), Axis = 0 }).LessThan(lengths);
            var h = scan.Carry(Initial(graph, "h0"));
            var next = (scan.Sequence(x.MatMul(wx.Transpose([1, 0])), 1) + h.MatMul(wh.Transpose([1, 0]))).Tanh();
            next = scan.Sequence(present).Reshape(Shape.Of(N, 1)).Where(next, h);
            scan.Next(h, next);
            scan.RequestStack(next);
            scan.Build();
            return [present.Reshape(Shape.Of(length, N, 1)).Where(scan.Stacked(next), 0), scan.Final(h)];
        }),
        // Batches of products by a captured tensor of each sequence of the batch: attention over a memory.
        ["memory"] = (length, backwards) => Build(length, backwards, (scan, graph, x) =>
        {
            var memory = graph.Add(new Parameter("memory", Shape.Of(N, 2, Units)));
            var w = graph.Add(new Parameter("w", Shape.Of(Features, Units)));
            var h = scan.Carry(Initial(graph, "h0"));
            var query = (h + scan.Sequence(x, 1).MatMul(w)).Reshape(Shape.Of(N, 1, Units));
            var weights = query.MatMul(memory.SwapLastAxes()).Softmax(2);
            scan.Next(h, weights.MatMul(memory).Reshape(Shape.Of(N, Units)));
            scan.Build();
            return [scan.Final(h), scan.History(h)];
        }),
    };

    static Value Initial(Graph graph, string name) => graph.Add(new Parameter(name, Shape.Of(N, Units)));

    static Graph Build(Dim length, bool backwards, Func<ScanBuilder, Graph, Value, IReadOnlyList<Value>> recurrence)
    {
        var graph = new Graph();
        var x = graph.Add(new Parameter("x", Shape.Of(N, length, Features)));
        var results = recurrence(new ScanBuilder(graph, graph, length, backwards), graph, x);
        var loss = results.Select((result, i) => (result * (result + i)).Sum([.. Enumerable.Range(0, result.Rank)])).Aggregate((a, b) => a + b) * 0.1;
        graph.Outputs.Add(new GraphOutput(OutputKind.Loss, "loss", loss));
        return graph.Rewrite(GraphRewriter.Copy);
    }

    static Value Gather(this Value table, Value indices) => table.Graph.Add(new Sinter.Generator.Ops.Indexing.Gather(), table, indices);
}
