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
        var initials = States.Select(state => operands.OptionalTensor(state)).ToList();
        foreach (var (state, initial) in States.Zip(initials, (state, initial) => (state, initial)))
        {
            var expected = Shape.Of(layers * directions, time.Batch, units);
            if (initial is not null && initial.Shape != expected) throw new ShapeException($"'{state}' must be {expected}, but is {initial.Shape}.");
        }
        var finals = States.Select(_ => new List<Value>()).ToList();
        for (var level = 0; level < layers; level++)
        {
            if (level > 0) x = Dropped(layer, x);
            var outputs = new List<Value>();
            for (var direction = 0; direction < directions; direction++)
            {
                var number = level * directions + direction;
                var (output, states) = Run(layer, x, time, $"l{level}{(direction == 1 ? "_reverse" : "")}", direction == 1, units, [.. initials.Select(initial => Initial(initial, number, x, time.Batch, units))]);
                outputs.Add(output);
                for (var state = 0; state < States.Count; state++) finals[state].Add(states[state]);
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

    static Value Initial(Value? initial, int number, Value like, Dim batch, int units) =>
        initial?.Slice(0, new SliceRange(number, 1)).Reshape(Shape.Of(batch, units)) ?? like.Constant(0).BroadcastTo(Shape.Of(batch, units));

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
}
