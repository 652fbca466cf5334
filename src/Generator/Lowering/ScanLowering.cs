using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Recurrence;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Lowering;

/// <summary>
/// A scan as a loop. Its body is lowered as any graph; what enters and leaves a step are slices of buffers outside: step t of a sequence, slot t of a history. Where nobody reads the
/// history, its slots are two that take turns. What does not depend on the step (the packing of captured weights) moves in front of the loop.
/// </summary>
internal sealed class ScanLowering
{
    // Numbers of leaves that are whole sequences.
    const int FirstWhole = 1 << 20;

    readonly OpCluster cluster;
    readonly Scan scan;
    readonly ValueUses uses;
    readonly Storage storage;
    readonly Slices slices;
    readonly Graph body = new();
    readonly string counter;
    readonly Value[] carried;       // the buffer of each carried tensor: slot 0, slot 1, …

    ScanLowering(OpCluster cluster, ValueUses uses, Storage storage, Slices slices)
    {
        (this.cluster, this.uses, this.storage, this.slices) = (cluster, uses, storage, slices);
        scan = (Scan)cluster.Op.Op;
        counter = slices.CountedBy(body);
        carried = [.. Enumerable.Range(0, scan.Carries).Select(CarriedBuffer)];
    }

    Dim Counter => Dim.Symbol(counter);

    /// <summary>A graph in which the initial values of scans are computed by themselves, so that they can lie in the slots where the steps look for them.</summary>
    public static Graph WithOwnInitials(Graph graph) => graph.Values.Any(value => value.Op is Scan)
        ? graph.Rewrite((target, value, operands) => value.Op is Scan scan ? WithOwnInitials(target, scan, operands) : GraphRewriter.Copy(target, value, operands))
        : graph;

    static Value WithOwnInitials(Graph target, Scan scan, IReadOnlyList<Value> operands)
    {
        Value Own(Value operand) => target.Add(new Broadcast { Shape = operand.Shape }, [operand], operand.Name);

        return target.Add(scan, [.. operands.Select((operand, i) => i >= scan.FirstInitial && i < scan.FirstCaptured ? Own(operand) : operand)]);
    }

    /// <summary>True for a result that lies in a slot of another one, or in memory that the steps share.</summary>
    public static bool IsFinal(Value value) => value is { Op: Part part, Operands: [{ Op: Scan scan }] } && part.Index >= scan.Final(0) && part.Index < scan.Stack(0);

    public static IEnumerable<LoweredStep> Lower(OpCluster cluster, ValueUses uses, Storage storage, Slices slices, PackedOperands packed) =>
        new ScanLowering(cluster, uses, storage, slices).Build(packed);

    IEnumerable<LoweredStep> Build(PackedOperands packed)
    {
        PlaceEnds();
        var images = new List<Value>();
        foreach (var node in scan.Body.Nodes) images.Add(Image(node, [.. node.Operands.Select(operand => images[operand])]));
        var outputs = new List<Value>();
        for (var carry = 0; carry < scan.Carries; carry++)
            outputs.Add(Placed(images[scan.Body.Nexts[carry].Node], carried[carry], Slot(carry, scan.After + Counter), outputs));
        for (var stack = 0; stack < scan.Body.Stacks.Count; stack++)
        {
            if (Part(scan.Stack(stack)) is { } part) outputs.Add(Placed(images[scan.Body.Stacks[stack].Node], part, Counter * scan.Body.Stacks[stack].Type.Shape.Size, outputs));
        }
        var inner = new ValueUses(body, outputs, uses.Prepares ? IsPrepared : null);
        var steps = GraphLowering.Run(inner, outputs, slices, packed).Select(step => CounterOffsets.Move(step, counter)).ToLookup(IsInvariant);
        return [.. steps[true], new LoweredLoop(counter, scan.Length, scan.Backwards, body, [.. steps[false]])];
    }

    Value? Part(int index) => cluster.Parts.FirstOrDefault(part => ((Part)part.Op).Index == index);

    // The history where somebody reads it; two slots otherwise.
    Value CarriedBuffer(int carry)
    {
        if (Part(scan.History(carry)) is { } history) return history;
        var type = scan.Body.Nexts[carry].Type;
        return cluster.Op.Graph.Add(new Carried(carry, type with { Shape = Shape.Of([2, .. type.Shape.Dims]) }), [], NameOf(carry));
    }

    string NameOf(int carry) => Part(scan.Final(carry))?.Name ?? KernelArguments.ReadableName(cluster.Op.Operands[scan.FirstInitial + carry]);

    Dim Slot(int carry, Dim number)
    {
        var slots = Part(scan.History(carry)) is null ? Dim.Modulo(number, 2) : number;
        return slots * scan.Body.Nexts[carry].Type.Shape.Size;
    }

    // The initial values, and the values after the last step.
    void PlaceEnds()
    {
        for (var carry = 0; carry < scan.Carries; carry++)
        {
            slices.Place(cluster.Op.Operands[scan.FirstInitial + carry], carried[carry], Slot(carry, scan.Initial));
            if (Part(scan.Final(carry)) is { } final) slices.Place(final, carried[carry], Slot(carry, scan.Backwards ? Dim.Zero : scan.Length));
        }
    }

    Value Image(GraphNode node, IReadOnlyList<Value> operands)
    {
        var image = node.Op switch
        {
            Scan inner => WithOwnInitials(body, inner, operands),
            Step step => StepOf(step),
            Carried leaf => Leaf(leaf, carried[leaf.Index], Slot(leaf.Index, scan.Before + Counter)),
            Captured leaf => Leaf(leaf, BufferOf(scan.FirstCaptured + leaf.Index), Dim.Zero),
            _ => body.Add(node.Op, operands),
        };
        image.Name ??= node.Name;
        return image;
    }

    // Steps that lie one behind the other are slices; of others, the body sees the whole sequence and reads it at the counter.
    Value StepOf(Step step)
    {
        var (axis, start) = scan.Sequences[step.Index];
        var sequence = BufferOf(step.Index);
        if (axis == 0) return Leaf(step, sequence, (start + Counter) * step.Type.Shape.Size);
        var shape = cluster.Op.Operands[step.Index].Shape;
        var whole = Leaf(new Step(FirstWhole + step.Index, step.Type with { Shape = shape }), sequence, Dim.Zero);
        return whole.Slice(axis, new SliceRange(start + Counter, Dim.One)).Reshape(step.Type.Shape);
    }

    Value Leaf(BodyLeaf leaf, Value buffer, Dim offset)
    {
        var value = body.Add(leaf, [], KernelArguments.ReadableName(buffer));
        slices.Place(value, buffer, offset);
        return value;
    }

    Value BufferOf(int operand) => storage.ContiguousBuffer(cluster.Op.Operands[operand])!;

    // What has memory already, or is needed in two places, is copied to where it shall lie.
    Value Placed(Value value, Value buffer, Dim offset, List<Value> outputs)
    {
        if (value.Op is LeafOp || IsFinal(value) || outputs.Contains(value)) value = body.Add(new Broadcast { Shape = value.Shape }, [value], value.Name);
        slices.Place(value, buffer, offset);
        return value;
    }

    bool IsPrepared(Value leaf) => leaf.Op is Constant || (leaf.Op is Captured captured && uses.IsPrepared(cluster.Op.Operands[scan.FirstCaptured + captured.Index]));

    bool IsInvariant(LoweredStep step) =>
        step is LoweredCluster { Prepared: false, Kernel: PackKernel } pack && slices.IsInvariant(pack.Arguments[0].Value, pack.Arguments[0].Offset);
}
