using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Random;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Recurrence;

/// <summary>
/// Cuts a scan out of a graph in which one step was written with placeholders. What depends on a sequence or on what is carried becomes the body; everything else stays outside and is
/// captured, so that what is the same at every step is computed once. What nobody asks for is left out.
/// </summary>
/// <param name="steps">The graph that holds the step.</param>
/// <param name="target">The graph that the scan is added to: that of the step, or another one, to which <see cref="Capture(Value, Value)"/> leads.</param>
internal sealed class ScanBuilder(Graph steps, Graph target, Dim length, bool backwards)
{
    readonly int first = steps == target ? steps.Values.Count : 0;
    readonly Dictionary<Value, (Value Tensor, TimeAxis Time)> sequences = [];
    readonly List<Value> carries = [];
    readonly Dictionary<Value, (Value Initial, Value? Next)> states = [];
    readonly Dictionary<Value, Value> outer = [];
    readonly Dictionary<Value, Value> instead = [];
    readonly Dictionary<Value, bool> varying = [];
    readonly List<Value> stacks = [];
    ScanExtraction? extraction;
    Value? bundle;

    /// <summary>A placeholder for the step's slice of a sequence.</summary>
    public Value Sequence(Value tensor, int axis = 0) => Sequence(tensor, new TimeAxis(axis, Dim.Zero));

    public Value Sequence(Value tensor, TimeAxis time)
    {
        var type = tensor.Type with { Shape = Shape.Of(tensor.Shape.Dims.Where((_, axis) => axis != time.Axis)) };
        var placeholder = steps.Add(new Step(sequences.Count, type));
        Sequence(placeholder, tensor, time);
        return placeholder;
    }

    /// <summary>Says what a placeholder that is there already stands for.</summary>
    public void Sequence(Value placeholder, Value tensor, TimeAxis time) => sequences.Add(placeholder, (tensor, time));

    /// <summary>A placeholder for what is carried from step to step.</summary>
    public Value Carry(Value initial)
    {
        var placeholder = steps.Add(new Carried(carries.Count, initial.Type));
        Carry(placeholder, initial);
        return placeholder;
    }

    public void Carry(Value placeholder, Value initial)
    {
        carries.Add(placeholder);
        states.Add(placeholder, (initial, null));
    }

    /// <summary>What a carried tensor is after the step.</summary>
    public void Next(Value carry, Value next) => states[carry] = (states[carry].Initial, next);

    /// <summary>Says which tensor of the target a placeholder stands for, at every step.</summary>
    public void Capture(Value placeholder, Value tensor) => outer.Add(placeholder, tensor);

    /// <summary>The steps read a placeholder where they would compute a value.</summary>
    public void Replace(Value value, Value placeholder) => instead[value] = placeholder;

    public bool IsReplaced(Value value) => instead.ContainsKey(value);

    /// <summary>True when a value is not the same at every step.</summary>
    public bool Varies(Value value)
    {
        if (varying.TryGetValue(value, out var known)) return known;
        return varying[value] = sequences.ContainsKey(value) || states.ContainsKey(value) || instead.ContainsKey(value)
            || (value.Id >= first && ((value.Op is IVariesPerCall && !outer.ContainsKey(value)) || value.Operands.Any(Varies)));
    }

    /// <summary>Asks for the value of every step; before <see cref="Build"/>.</summary>
    public void RequestStack(Value value)
    {
        value = Resolved(value);
        if (!Varies(value) || sequences.ContainsKey(value) || HistoryOf(value) is not null) return;
        if (IsStackedByView(value)) RequestStack(value.Operands[0]);
        else if (!stacks.Contains(value)) stacks.Add(value);
    }

    /// <summary>Adds the scan to the target.</summary>
    public void Build()
    {
        extraction = new ScanExtraction(this);
        foreach (var carry in carries) extraction.Carry(carry);
        var body = extraction.Body;
        body.Outputs.AddRange(carries.Select((carry, i) => new GraphOutput(OutputKind.Result, $"next{i}", extraction.Extract(states[carry].Next!))));
        body.Outputs.AddRange(stacks.Select((stack, i) => new GraphOutput(OutputKind.Result, $"stack{i}", extraction.Extract(stack))));
        var op = new Scan { Body = ScanBody.Of(body, carries.Count), Length = length, Backwards = backwards, Sequences = [.. extraction.Sequences.Select(s => s.Time)] };
        bundle = target.Add(op, [.. extraction.Sequences.Select(s => s.Tensor), .. carries.Select(carry => states[carry].Initial), .. extraction.Captures]);
    }

    /// <summary>The scan itself.</summary>
    public Value Bundle => bundle!;

    Scan Op => (Scan)bundle!.Op;

    /// <summary>What is carried, after the last step.</summary>
    public Value Final(Value carry) => bundle!.Part(Op.Final(carries.IndexOf(carry)));

    /// <summary>What is carried, before and after each step: [L + 1, …].</summary>
    public Value History(Value carry) => bundle!.Part(Op.History(carries.IndexOf(carry)));

    /// <summary>The value of every step, [L, …]. It must have been asked for.</summary>
    public Value Stacked(Value value)
    {
        value = Resolved(value);
        if (!Varies(value)) return Outer(value).BroadcastTo(Shape.Of([length, .. value.Shape.Dims]));
        if (sequences.TryGetValue(value, out var sequence)) return TimeFirst(sequence.Tensor, sequence.Time);
        if (HistoryOf(value) is var (carry, after)) return History(carry).Slice(0, new SliceRange(after ? Op.After : Op.Before, length));
        if (!IsStackedByView(value)) return bundle!.Part(Op.Stack(stacks.IndexOf(value)));
        var source = Stacked(value.Operands[0]);
        return value.Op is Transpose transpose
            ? source.Transpose([0, .. transpose.Permutation.Select(axis => axis + 1)])
            : source.Reshape(Shape.Of([length, .. value.Shape.Dims]));
    }

    /// <summary>A value that is the same at every step, in the target.</summary>
    public Value Outer(Value value)
    {
        if (outer.TryGetValue(value, out var known)) return known;
        if (steps == target) return value;
        var image = target.Add(value.Op, [.. value.Operands.Select(Outer)], value.Name);
        return outer[value] = image;
    }

    // The steps of a sequence in front.
    Value TimeFirst(Value tensor, TimeAxis time)
    {
        var range = tensor.Shape[time.Axis] == length ? tensor : tensor.Slice(time.Axis, new SliceRange(time.Start, length));
        return time.Axis == 0 ? range : range.Transpose([time.Axis, .. Enumerable.Range(0, tensor.Rank).Where(axis => axis != time.Axis)]);
    }

    // What is carried is stacked already, before each step and after it.
    (Value Carry, bool After)? HistoryOf(Value value)
    {
        if (states.ContainsKey(value)) return (value, false);
        var carry = carries.Find(c => states[c].Next is { } next && Resolved(next) == value);
        return carry is null ? null : (carry, true);
    }

    static bool IsStackedByView(Value value) => value.Op is Transpose or Reshape;

    Value Resolved(Value value)
    {
        while (instead.TryGetValue(value, out var placeholder)) value = placeholder;
        return value;
    }

    /// <summary>Builds the graph of the body.</summary>
    sealed class ScanExtraction(ScanBuilder builder)
    {
        readonly Dictionary<Value, Value> images = [];
        readonly Dictionary<Value, Value> captured = [];
        readonly Dictionary<(Value, TimeAxis), Value> stepped = [];

        public Graph Body { get; } = new();

        public List<(Value Tensor, TimeAxis Time)> Sequences { get; } = [];

        public List<Value> Captures { get; } = [];

        public void Carry(Value placeholder) =>
            images[placeholder] = Body.Add(new Carried(builder.carries.IndexOf(placeholder), placeholder.Type), [], placeholder.Name);

        public Value Extract(Value value)
        {
            if (images.TryGetValue(value, out var image)) return image;
            image = Image(value);
            image.Name ??= value.Name;
            return images[value] = image;
        }

        Value Image(Value value)
        {
            if (builder.instead.TryGetValue(value, out var placeholder)) return Extract(placeholder);
            if (builder.sequences.TryGetValue(value, out var sequence)) return StepOf(sequence.Tensor, sequence.Time);
            if (!builder.Varies(value)) return Import(builder.Outer(value));
            return value.Op switch
            {
                RandomUniform random when value.Id >= builder.first => StepOf(builder.Target.Add(random with { Shape = Shape.Of([builder.Length, .. random.Shape.Dims]) }), new TimeAxis(0, Dim.Zero)),
                // Taken apart here, what it draws becomes a sequence: other numbers at every step.
                CompositeOp composite and IVariesPerCall => Extract(composite.Decompose(value.Operands)),
                IVariesPerCall => throw new ShapeException($"{value.Op.Name} draws random numbers, which a step of a scan cannot."),
                _ => Body.Add(value.Op, [.. value.Operands.Select(Extract)]),
            };
        }

        // A tensor from outside. Views are read through: what they show is captured.
        Value Import(Value tensor)
        {
            if (captured.TryGetValue(tensor, out var image)) return image;
            if (IsFree(tensor))
            {
                image = Body.Add(tensor.Op, [.. tensor.Operands.Select(Import)]);
            }
            else
            {
                image = Body.Add(new Captured(Captures.Count, tensor.Type));
                Captures.Add(tensor);
            }
            image.Name ??= tensor.Name;
            return captured[tensor] = image;
        }

        // Views of a sequence are read through as well.
        Value StepOf(Value tensor, TimeAxis time)
        {
            if (stepped.TryGetValue((tensor, time), out var image)) return image;
            image = tensor.Op switch
            {
                Slice { Ranges: var ranges } when ranges[time.Axis].Step == 1 =>
                    Sliced(StepOf(tensor.Operands[0], time with { Start = time.Start + ranges[time.Axis].Start }), [.. ranges.Where((_, axis) => axis != time.Axis)]),
                Transpose { Permutation: var permutation } => Permuted(
                    StepOf(tensor.Operands[0], time with { Axis = permutation[time.Axis] }),
                    [.. permutation.Where((_, axis) => axis != time.Axis).Select(axis => axis > permutation[time.Axis] ? axis - 1 : axis)]),
                Broadcast => Stretched(tensor.Operands[0], time.Axis - (tensor.Rank - tensor.Operands[0].Rank), time)
                    .BroadcastTo(Shape.Of(tensor.Shape.Dims.Where((_, axis) => axis != time.Axis))),
                _ => NewStep(tensor, time),
            };
            return stepped[(tensor, time)] = image;
        }

        Value NewStep(Value tensor, TimeAxis time)
        {
            var type = tensor.Type with { Shape = Shape.Of(tensor.Shape.Dims.Where((_, axis) => axis != time.Axis)) };
            Sequences.Add((tensor, time));
            return Body.Add(new Step(Sequences.Count - 1, type), [], tensor.Name);
        }

        // A sequence that was stretched over time is the same at every step.
        Value Stretched(Value source, int axis, TimeAxis time)
        {
            if (axis < 0) return Import(source);
            return source.Shape[axis] == Dim.One
                ? Import(source).Reshape(Shape.Of(source.Shape.Dims.Where((_, other) => other != axis)))
                : StepOf(source, time with { Axis = axis });
        }

        static Value Sliced(Value x, IReadOnlyList<SliceRange> ranges) =>
            ranges.Select((range, axis) => range == SliceRange.All(x.Shape[axis])).All(whole => whole) ? x : x.Graph.Add(new Slice { Ranges = [.. ranges] }, x);

        static Value Permuted(Value x, IReadOnlyList<int> permutation) =>
            permutation.SequenceEqual(Enumerable.Range(0, permutation.Count)) ? x : x.Transpose([.. permutation]);

        // Costs nothing, or less than reading it from memory.
        static bool IsFree(Value value) => value.Op is Constant or Iota or Extent or Broadcast or Transpose or Reshape or Slice;
    }

    Graph Target => target;

    Dim Length => length;
}
