using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>Gives every buffer its place, and puts the launches in order.</summary>
internal sealed class ProgramAssembly(ModelLayout layout, IReadOnlyList<string> inputs, ProgramOutputs outputs, IReadOnlyList<LoweredCluster> kernels)
{
    public EntryProgram Assemble()
    {
        var main = kernels.Where(k => !k.Prepared).ToList();
        var prepare = kernels.Where(k => k.Prepared).ToList();
        var preparedKeys = prepare.SelectMany(k => k.Arguments).Where(a => a.Writes).Select(Key).ToList();
        var prepared = new MemoryPlan(Lives(prepare).Where(b => preparedKeys.Contains(b.Key)).Select(b => b with { First = 0, Last = prepare.Count }));
        var lives = Lives(main).Where(b => !preparedKeys.Contains(b.Key)).ToList();
        var merged = InPlace.Merge(lives, main);
        var arena = new MemoryPlan(InPlace.Joined(lives, merged));

        Location Place(KernelArgument argument)
        {
            var location = argument.Packed is null ? Fixed(argument.Value) : null;
            location ??= preparedKeys.Contains(Key(argument))
                ? new Location(Space.Prepared, 0, prepared[Key(argument)])
                : new Location(Space.Arena, 0, arena[merged[Key(argument)]]);
            return location with { Offset = location.Offset + argument.Offset };
        }

        EquatableArray<Launch> Launches(IEnumerable<LoweredCluster> program) =>
            program.Select(k => new Launch(k.Kernel, k.Arguments.Select(Place).ToEquatableArray()) { Results = Results(k).ToEquatableArray() }).ToEquatableArray();

        return new EntryProgram(Launches(prepare), [.. Launches(main)], arena.Size, prepared.Size);
    }

    static IEnumerable<LaunchResult> Results(LoweredCluster kernel)
    {
        for (var slot = 0; slot < kernel.Arguments.Count; slot++)
        {
            var argument = kernel.Arguments[slot];
            if (argument.Writes && argument.Value.DType == DType.Float32) yield return new LaunchResult(slot, argument.Packed?.Size ?? argument.Value.Shape.Size);
        }
    }

    static object Key(KernelArgument argument) => argument.Packed is { } packed ? packed : argument.Value;

    Location? Fixed(Value value) => value.Op switch
    {
        Input input => new Location(Space.Input, inputs.ToList().IndexOf(input.Identifier), Dim.Zero),
        Parameter parameter => new Location(Space.Parameter, 0, layout.ParameterOffsets[parameter.Path]),
        State state => new Location(Space.State, 0, layout.StateOffsets[state.Path]),
        SessionState state => new Location(Space.Session, 0, layout.SessionOffsets[state.Path]),
        _ => outputs[value],
    };

    // From the first launch that names a buffer to the last.
    List<ArenaBuffer> Lives(IReadOnlyList<LoweredCluster> program)
    {
        var order = new List<object>();
        var lives = new Dictionary<object, ArenaBuffer>();
        for (var i = 0; i < program.Count; i++)
        {
            foreach (var argument in program[i].Arguments.Where(a => a.Packed is not null || Fixed(a.Value) is null))
            {
                var key = Key(argument);
                if (lives.TryGetValue(key, out var life))
                {
                    lives[key] = life with { Last = i };
                    continue;
                }
                order.Add(key);
                lives[key] = new ArenaBuffer(key, argument.Packed?.Size ?? argument.Value.Shape.Size, i, i);
            }
        }
        return [.. order.Select(key => lives[key])];
    }
}
