using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>Gives every buffer its place, and puts the launches in order.</summary>
internal sealed class ProgramAssembly(ModelLayout layout, IReadOnlyList<string> inputs, ProgramOutputs outputs, Slices slices, IReadOnlyList<LoweredStep> steps)
{
    public EntryProgram Assemble()
    {
        var prepare = steps.Clusters().Where(k => k.Prepared).ToList();
        var preparedKeys = prepare.SelectMany(k => k.Arguments).Where(a => a.Writes).Select(Key).ToList();
        // What only prepares something else gives its place to what is prepared after it.
        var lasting = new HashSet<object>(steps.Clusters().Where(k => !k.Prepared).SelectMany(k => k.Arguments).Select(Key));
        var prepared = new MemoryPlan(BufferLives.Of(prepare, Owned).Where(b => preparedKeys.Contains(b.Key)).Select(b => lasting.Contains(b.Key) ? b with { Last = prepare.Count } : b));
        var lives = BufferLives.Of(steps, argument => Owned(argument) is { } buffer && !preparedKeys.Contains(buffer.Key) ? buffer : null);
        var merged = InPlace.Merge(lives, [.. BufferLives.Main(steps)], Own);
        var arena = new MemoryPlan(InPlace.Joined(lives, merged));

        Location Place(KernelArgument argument)
        {
            var key = Key(argument);
            var location = key is Value value ? Fixed(value) : null;
            location ??= preparedKeys.Contains(key)
                ? new Location(Space.Prepared, 0, prepared[key])
                : new Location(Space.Arena, 0, arena[merged[key]]);
            return location with { Within = (argument.Packed is null ? slices.Find(argument.Value).Offset : Dim.Zero) + argument.Offset };
        }

        Location PlaceOfRows(KernelArgument argument, Dim start) => Place(argument) is var location ? location with { Within = location.Within + start } : null!;

        Launch Launched(LoweredCluster kernel, RowSlices? rows = null) => new(kernel.Kernel, kernel.Arguments.Select((a, slot) => PlaceOfRows(a, rows?.Start(kernel, slot) ?? Dim.Zero)).ToEquatableArray())
        {
            Results = Results(kernel).ToEquatableArray(),
        };

        EquatableArray<ProgramStep> Placed(IEnumerable<LoweredStep> program, RowSlices? rows = null) => program.Where(step => step is not LoweredCluster { Prepared: true }).Select(step => step switch
        {
            LoweredLoop { Rows: { } own } loop when rows is null => new ProgramSlices(own.Extent, own.First, own.Fewest, Placed([loop], own)),
            LoweredLoop loop => new ProgramLoop(loop.Counter, loop.Length, loop.Backwards, Placed(loop.Body, rows)),
            _ => (ProgramStep)Launched((LoweredCluster)step, rows),
        }).ToEquatableArray();

        return new EntryProgram(prepare.Select(step => (ProgramStep)Launched(step)).ToEquatableArray(), Placed(steps), arena.Size, prepared.Size);
    }

    static IEnumerable<LaunchResult> Results(LoweredCluster kernel)
    {
        for (var slot = 0; slot < kernel.Arguments.Count; slot++)
        {
            var argument = kernel.Arguments[slot];
            if (argument.Writes && argument.Value.DType == DType.Float32) yield return new LaunchResult(slot, argument.Packed?.Size ?? argument.Value.Shape.Size);
        }
    }

    object Key(KernelArgument argument) => argument.Packed is { } packed ? packed : slices.Find(argument.Value).Buffer;

    // What is not in memory that is given.
    OwnedBuffer? Owned(KernelArgument argument)
    {
        if (argument.Packed is { } packed) return new OwnedBuffer(packed, packed.Size, packed.Source.Graph);
        var buffer = slices.Find(argument.Value).Buffer;
        return Fixed(buffer) is null ? new OwnedBuffer(buffer, buffer.Shape.Size, buffer.Graph) : null;
    }

    // A value that fills a buffer of its own; null where it is a slice of one.
    Value? Own(KernelArgument argument) => argument.Packed is null && slices.Find(argument.Value).Buffer == argument.Value ? argument.Value : null;

    Location? Fixed(Value value) => value.Op switch
    {
        Input input => new Location(Space.Input, inputs.ToList().IndexOf(input.Identifier), Dim.Zero),
        Parameter parameter => new Location(Space.Parameter, 0, layout.ParameterOffsets[parameter.Path]),
        State state => new Location(Space.State, 0, layout.StateOffsets[state.Path]),
        SessionState state => new Location(Space.Session, 0, layout.SessionOffsets[state.Path]),
        _ => outputs[value],
    };
}
