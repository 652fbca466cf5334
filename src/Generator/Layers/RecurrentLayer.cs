using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Random;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Layers;

/// <summary>
/// Layers of a recurrence on top of each other, in one or both directions. What the inputs of all steps contribute is one product outside of the loop; a step is the product with the state, and the gates. Parameters are
/// PyTorch's: <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, and the same with <c>_reverse</c>, all from U(−1/√units, 1/√units).
/// </summary>
internal abstract class RecurrentLayer : LayerDefinition
{
    /// <summary>What is carried: the names of the operands that begin it. The first is what the layer gives at every step.</summary>
    protected virtual IReadOnlyList<string> States => ["hidden"];

    /// <summary>Rows of the weights per unit.</summary>
    protected abstract int Gates { get; }

    /// <summary>True when both biases are only ever added to each other: then they are added outside of the loop.</summary>
    protected virtual bool AddsBiases => true;

    /// <summary>The states after a step, each [N, units].</summary>
    /// <param name="fromInput">[N, Gates · units]: the step's input by the weights, and biases.</param>
    /// <param name="fromState">[N, Gates · units]: the state by the weights.</param>
    protected abstract IReadOnlyList<Value> Step(LayerContext layer, Value fromInput, Value fromState, IReadOnlyList<Value> states, int units);

    protected static EquatableArray<LayerParameter> Settings { get; } =
    [
        new LayerParameter("units", ParameterKind.Int, "Extent of the state."),
        LayerSettings.Whole("Layers", "How many recurrences stand on top of each other.", 1),
        new LayerParameter("Bidirectional", ParameterKind.Bool, "Also runs from the last step to the first; outputs of both directions lie side by side.", IsProperty: true) { Default = "false" },
        LayerSettings.Number("Dropout", "The probability that an output of a layer but the last is dropped while training, in [0, 1).", "0f"),
        LayerSettings.Bias,
        new LayerParameter("TimeFirst", ParameterKind.Bool, "Sequences are [T, N, C] instead of [N, T, C].", IsProperty: true) { Default = "false" },
        new LayerParameter("PerSession", ParameterKind.Bool, "States are kept per session: a call goes on where the last one stopped.", IsProperty: true) { Default = "false" },
    ];

    public override EquatableArray<LayerParameter> Parameters => Settings;

    public sealed override EquatableArray<OpParameter> Operands =>
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, T, C]."),
        .. States.Select(state => new OpParameter(state, ParameterKind.Tensor, "[layers · directions, N, units]: the state before the first step; left out: zeros.") { Default = "null" }),
        new OpParameter("lengths", ParameterKind.IntTensor, "[N]: how many steps each sequence has; left out: T.") { Default = "null" },
    ];

    public sealed override Value Forward(LayerContext layer, Value x) => Results(layer, new CallArguments(x.Graph, layer.Training, new Dictionary<string, object> { ["x"] = x }))[0];

    /// <summary>The outputs of all steps [N, T, directions · units]; then each state after the last step, [layers · directions, N, units].</summary>
    public sealed override IReadOnlyList<Value> Results(LayerContext layer, CallArguments operands)
    {
        var x = operands.Tensor("x");
        if (x.Rank != 3) throw new ShapeException($"sequences must be {(layer.Settings.Bool("TimeFirst") ? "[T, N, C]" : "[N, T, C]")}, but are {x.Shape}.");
        var (units, layers, directions) = (layer.Settings.Positive("units"), layer.Settings.Int("Layers", 1), layer.Settings.Bool("Bidirectional") ? 2 : 1);
        if (layers < 1) throw new ShapeException($"'Layers' must be at least 1, but is {layers}.");
        var time = new Times(x, layer.Settings.Bool("TimeFirst") ? 0 : 1, operands.OptionalTensor("lengths"));
        var begin = new Beginnings(layer, [.. States.Select(state => operands.OptionalTensor(state))], Shape.Of(layers * directions, time.Batch, units), directions == 2, States);
        var finals = States.Select(_ => new List<Value>()).ToList();
        for (var level = 0; level < layers; level++)
        {
            if (level > 0) x = Dropped(layer, x);
            var outputs = new List<Value>();
            for (var direction = 0; direction < directions; direction++)
            {
                var number = level * directions + direction;
                var (output, states) = Run(layer, x, time, $"l{level}{(direction == 1 ? "_reverse" : "")}", direction == 1, units, [.. States.Select((_, state) => begin.Initial(state, number, x))]);
                outputs.Add(output);
                for (var state = 0; state < States.Count; state++)
                {
                    begin.Ended(state, number, states[state]);
                    finals[state].Add(states[state]);
                }
            }
            x = outputs.Count == 1 ? outputs[0] : x.Graph.Add(new Concat { Axis = 2 }, outputs);
        }
        return [x, .. finals.Select(states => x.Graph.Add(new Stack(), states))];
    }

    (Value Output, IReadOnlyList<Value> Finals) Run(LayerContext layer, Value x, Times time, string name, bool reverse, int units, IReadOnlyList<Value> initials)
    {
        var initializer = Initializer.Uniform(1 / Math.Sqrt(units));
        var inputs = LayerSettings.Known(x.Shape, 2);
        Value Weight(string kind, int columns) => layer.Parameter($"weight_{kind}_{name}", Shape.Of(Gates * units, columns), initializer).SwapLastAxes();
        Value? Bias(string kind) => layer.Settings.Bool("Bias", true) ? layer.Parameter($"bias_{kind}_{name}", Shape.Of(Gates * units), initializer, ParameterRole.Bias) : null;
        var (fromInput, fromState, inputBias, stateBias) = (Weight("ih", inputs), Weight("hh", units), Bias("ih"), Bias("hh"));

        var projected = x.MatMul(fromInput);
        if (inputBias is not null) projected += AddsBiases ? inputBias + stateBias! : inputBias;
        var scan = new ScanBuilder(x.Graph, x.Graph, time.Length, reverse);
        var states = initials.Select(scan.Carry).ToList();
        var recurrent = states[0].MatMul(fromState);
        if (stateBias is not null && !AddsBiases) recurrent += stateBias;
        var next = Step(layer, scan.Sequence(projected, time.Axis), recurrent, states, units);
        // Behind its end, a sequence keeps its state; backwards, that is the state it begins with.
        if (time.Present is { } mask)
        {
            var present = scan.Sequence(mask).Reshape(Shape.Of(time.Batch, 1));
            next = [.. next.Zip(states, (after, before) => present.Where(after, before))];
        }
        foreach (var (state, after) in states.Zip(next, (state, after) => (state, after))) scan.Next(state, after);
        scan.RequestStack(next[0]);
        scan.Build();
        return (time.InPlace(scan.Stacked(next[0])), [.. states.Select(scan.Final)]);
    }

    static Value Dropped(LayerContext layer, Value x)
    {
        var dropout = new Ops.Random.Dropout { Rate = layer.Settings.Float("Dropout", 0), Stream = layer.RandomStream() };
        dropout.InferType([x.Type]);
        return layer.Training && dropout.Rate > 0 ? x.Graph.Add(dropout, x) : x;
    }

    /// <summary>The i-th of equal parts of the last axis of [N, parts · units].</summary>
    protected static Value Gate(Value gates, int i, int units) => gates.Slice(1, new SliceRange(i * units, units));

    /// <summary>Where time is in the sequences, and which steps each of them has.</summary>
    sealed class Times
    {
        public Times(Value x, int axis, Value? lengths)
        {
            (Axis, Length, Batch) = (axis, x.Shape[axis], x.Shape[1 - axis]);
            if (lengths is null) return;
            if (lengths.Shape != Shape.Of(Batch)) throw new ShapeException($"'lengths' must be [{Batch}], one per sequence, but are {lengths.Shape}.");
            Present = x.Graph.Add(new Iota { Shape = Shape.Of(Length, Batch), Axis = 0 }).LessThan(lengths);
        }

        public int Axis { get; }

        public Dim Length { get; }

        public Dim Batch { get; }

        /// <summary>[T, N]: true for the steps that a sequence has; null: all have all.</summary>
        public Value? Present { get; }

        /// <summary>States [T, N, units] as outputs, with zeros behind the end of each sequence.</summary>
        public Value InPlace(Value states)
        {
            var outputs = Present is { } present ? present.Reshape(Shape.Of(Length, Batch, 1)).Where(states, 0) : states;
            return Axis == 0 ? outputs : outputs.Transpose([1, 0, 2]);
        }
    }
    /// <summary>What the recurrences begin with: states that are given, those of the session, or zeros.</summary>
    sealed class Beginnings
    {
        readonly LayerContext layer;
        readonly IReadOnlyList<Value?> given;
        readonly IReadOnlyList<string> names;
        readonly Shape shape;       // [N, units]
        readonly bool perSession;

        /// <param name="all">The shape of what is given: [layers · directions, N, units].</param>
        public Beginnings(LayerContext layer, IReadOnlyList<Value?> given, Shape all, bool bidirectional, IReadOnlyList<string> names)
        {
            (this.layer, this.given, this.names, shape, perSession) = (layer, given, names, Shape.Of(all[1], all[2]), layer.Settings.Bool("PerSession"));
            foreach (var (state, initial) in names.Zip(given, (state, initial) => (state, initial)))
            {
                if (initial is null) continue;
                if (perSession) throw new ShapeException($"the session keeps '{state}' (PerSession), so it cannot be given.");
                if (initial.Shape != all) throw new ShapeException($"'{state}' must be {all}, but is {initial.Shape}.");
            }
            if (perSession && bidirectional) throw new ShapeException("a bidirectional layer reads from the end of the sequence, and cannot go on where the last call stopped (PerSession).");
        }

        public Value Initial(int state, int number, Value like)
        {
            if (perSession) return layer.SessionState(Name(state, number), shape, Batch);
            return given[state]?.Slice(0, new SliceRange(number, 1)).Reshape(shape) ?? like.Constant(0).BroadcastTo(shape);
        }

        public void Ended(int state, int number, Value final)
        {
            if (perSession) layer.UpdateSession(Name(state, number), final);
        }

        string Name(int state, int number) => $"{names[state]}_l{number}";

        string? Batch => shape[0].Constant is not null ? null
            : shape[0].Symbols is [var symbol] && shape[0] == Dim.Symbol(symbol) ? symbol
            : throw new ShapeException($"a session keeps as many sequences as one extent of the inputs says, but here are {shape[0]} of them.");
    }
}
