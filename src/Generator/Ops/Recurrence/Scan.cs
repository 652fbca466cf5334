using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Recurrence;

/// <summary>
/// A recurrence over a time axis: (next, out)ₜ = body(xₜ, carried, captured), t = 0 … L − 1, or L − 1 … 0. Operands: the sequences, then the initial values of what is carried, then what the
/// body captures.
/// <para>
/// Results, for C carried tensors: their histories [L + 1, …] (<see cref="History"/>), their final values (<see cref="Final"/>), and the stacks [L, …] of what else the body
/// gives (<see cref="Stack"/>). A history holds the value before step t at <see cref="Before"/> + t and the value after it at <see cref="After"/> + t, so that the states that go into the steps and those that
/// come out of them are ranges of one tensor. Where nobody asks for a history, two slots are enough.
/// </para>
/// </summary>
internal sealed record Scan : BundleOp, IBodyOp
{
    public ScanBody Body { get; init; } = new([], [], []);

    /// <summary>The number of steps L; may be symbolic, and is at least 1.</summary>
    public Dim Length { get; init; } = Dim.One;

    /// <summary>From the last step to the first.</summary>
    public bool Backwards { get; init; }

    /// <summary>One per sequence.</summary>
    public EquatableArray<TimeAxis> Sequences { get; init; } = [];

    public int Carries => Body.Nexts.Count;

    /// <summary>The first operand that is an initial value.</summary>
    public int FirstInitial => Sequences.Count;

    /// <summary>The first operand that is captured.</summary>
    public int FirstCaptured => Sequences.Count + Carries;

    /// <summary>The slot of a history that holds the value before step 0.</summary>
    public Dim Before => Backwards ? Dim.One : Dim.Zero;

    /// <summary>The slot of a history that holds the value after step 0.</summary>
    public Dim After => Backwards ? Dim.Zero : Dim.One;

    /// <summary>The slot of a history that holds the initial value.</summary>
    public Dim Initial => Backwards ? Length : Dim.Zero;

    /// <summary>The part that is the history of a carried tensor, [L + 1, …].</summary>
    public int History(int carry) => carry;

    /// <summary>The part that is the value of a carried tensor after the last step.</summary>
    public int Final(int carry) => Carries + carry;

    /// <summary>The part that is the stack of an output of the body, [L, …].</summary>
    public int Stack(int output) => 2 * Carries + output;

    /// <summary>The operand that a leaf of the body shows at every step; null for what is carried.</summary>
    public Value? OperandOf(Op leaf, Value value) => leaf switch
    {
        Step step => value.Operands[step.Index],
        Captured captured => value.Operands[FirstCaptured + captured.Index],
        _ => null,
    };

    public override string Name => "scan";

    public override string Doc => "A recurrence: a body that is run for every position along a time axis, forwards or backwards, and carries tensors from step to step.";

    public override OpSchema Schema { get; } = new(null, default);

    public override string AttributeText =>
        $"{{length={Length}{(Backwards ? ", backwards" : "")}, sequences={Sequences.Count} along [{string.Join(", ", Sequences)}], carried={Carries}, stacked={Body.Stacks.Count}}}";

    public Op WithBody(ScanBody body) => this with { Body = body };

    public override IReadOnlyList<TensorType> InferTypes(IReadOnlyList<TensorType> operands)
    {
        foreach (var step in Body.Leaves<Step>()) Check(step, StepType(operands, step.Index));
        foreach (var carried in Body.Leaves<Carried>()) Check(carried, operands[FirstInitial + carried.Index]);
        foreach (var captured in Body.Leaves<Captured>()) Check(captured, operands[FirstCaptured + captured.Index]);
        for (var carry = 0; carry < Carries; carry++)
        {
            var (initial, next) = (operands[FirstInitial + carry], Body.Nexts[carry].Type);
            if (initial != next) throw new ShapeException($"what is carried begins as {initial}, but is {next} after a step.");
        }
        return
        [
            .. Body.Nexts.Select(next => Over(Length + 1, next.Type)),
            .. Body.Nexts.Select(next => next.Type),
            .. Body.Stacks.Select(stack => Over(Length, stack.Type)),
        ];
    }

    TensorType StepType(IReadOnlyList<TensorType> operands, int sequence)
    {
        var (type, (axis, start)) = (operands[sequence], Sequences[sequence]);
        if (axis >= type.Shape.Rank) throw new ShapeException($"{type} has no axis {axis}.");
        if ((type.Shape[axis] - start - Length).Constant is < 0) throw new ShapeException($"axis {axis} of {type} has no {Length} positions from {start}.");
        return type with { Shape = Shape.Of(type.Shape.Dims.Where((_, a) => a != axis)) };
    }

    static void Check(BodyLeaf leaf, TensorType given)
    {
        if (leaf.Type != given) throw new ShapeException($"the body reads {leaf.Name} {leaf.Index} as {leaf.Type}, but is given {given}.");
    }

    static TensorType Over(Dim length, TensorType type) => type with { Shape = Shape.Of([length, .. type.Shape.Dims]) };

    public override IReadOnlyList<Value?> Gradient(Value result, IReadOnlyList<Value?> dys) =>
        throw new InvalidOperationException("The derivative of a body is reverse mode's own work: Autodiff/ScanGradient.cs.");

    public override void Lower(LoopBuilder loops, Value result) => throw new InvalidOperationException("A scan is a loop of kernels, not a kernel.");
}
