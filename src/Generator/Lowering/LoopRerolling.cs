using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Equal layers as one loop: where the same kernels are launched again and again, each time a constant step further through memory, a loop over those of one layer stands for all.
/// A program of twelve equal blocks is as long as one block's.
/// </summary>
internal sealed class LoopRerolling
{
    int loops;

    public static EntryProgram Run(EntryProgram program)
    {
        var rerolling = new LoopRerolling();
        return program with { Prepare = rerolling.Reroll(program.Prepare), Main = rerolling.Reroll(program.Main) };
    }

    EquatableArray<ProgramStep> Reroll(IReadOnlyList<ProgramStep> steps) => Repetition.Split(Keys(steps), (i, period) => IsSteady(steps, i, period))
        .SelectMany(stretch => stretch.Rounds == 1 ? steps.Skip(stretch.Start).Take(stretch.Period) : [Loop(steps, stretch)]).ToEquatableArray();

    ProgramLoop Loop(IReadOnlyList<ProgramStep> steps, Repetition repetition)
    {
        var counter = $"layer'{++loops}";               // no extent is called so
        return new ProgramLoop(counter, repetition.Rounds, Backwards: false, Enumerable.Range(repetition.Start, repetition.Period)
            .Select(i => (ProgramStep)Moving((Launch)steps[i], (Launch)steps[i + repetition.Period], Dim.Symbol(counter))).ToEquatableArray());
    }

    static Launch Moving(Launch first, Launch second, Dim counter) => first with
    {
        Arguments = first.Arguments.Zip(second.Arguments, (a, b) => a with { Offset = a.Offset + counter * (b.Offset - a.Offset) }).ToEquatableArray(),
    };

    // Equal for launches of equal kernels on the same kinds of memory. A loop, and a kernel that draws random numbers of its own, equals nothing.
    static int[] Keys(IEnumerable<ProgramStep> steps) =>
        Repetition.Keys(steps.Select((step, i) => step is Launch launch && launch.Kernel.FirstStream() == 0 ? Key(launch) : $"only {i}"));

    static string Key(Launch launch) => $"{string.Join(", ", launch.Arguments.Select(a => $"{a.Space} {a.Index} {a.Within}"))}\n{LoopPrinter.Identity(launch.Kernel)}";

    static bool IsSteady(IReadOnlyList<ProgramStep> steps, int at, int period)
    {
        EquatableArray<Location> Arguments(int index) => ((Launch)steps[index]).Arguments;

        var (before, here, after) = (Arguments(at - period), Arguments(at), Arguments(at + period));
        return Enumerable.Range(0, here.Count).All(i => here[i].Offset - before[i].Offset == after[i].Offset - here[i].Offset);
    }
}
