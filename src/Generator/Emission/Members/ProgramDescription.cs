using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Members;

/// <summary>A program in words, at the top of its file: what runs, and where the intermediate results lie.</summary>
internal sealed class ProgramDescription(SourceWriter writer)
{
    int number;

    public static void Write(SourceWriter writer, EntryProgram program)
    {
        var description = new ProgramDescription(writer);
        if (program.Prepare.Count > 0) writer.Line("// Once per version of the parameters:");
        description.Steps(program.Prepare, "//   ");
        if (program.Main.Count > 0) writer.Line("// On every call:");
        description.Steps(program.Main, "//   ");
        MemoryPlan(writer, program);
    }

    void Steps(IEnumerable<ProgramStep> steps, string indent)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case Launch launch:
                    writer.Line($"{indent}{++number}. {launch.Kernel.Name}: {launch.Kernel.Comment}".TrimEnd(':', ' '));
                    break;
                case ProgramLoop loop:
                    writer.Line($"{indent}{loop.Length} times{(loop.Backwards ? ", backwards" : "")}:");
                    Steps(loop.Body, indent + "  ");
                    break;
                case ProgramSlices slices:
                    writer.Line($"{indent}Slices of {slices.Extent}, each on one thread:");
                    Steps(slices.Body, indent + "  ");
                    break;
                default:
                    throw ProgramSteps.Unknown(step);
            }
        }
    }

    static void MemoryPlan(SourceWriter writer, EntryProgram program)
    {
        writer.Line($"// Working memory: {program.ArenaSize} elements{(program.PreparedSize == Dim.Zero ? "" : $"; prepared: {program.PreparedSize}")}.");
        var prepared = program.Prepare.Launches().Count();
        var buffers = program.Main.Launches()
            .SelectMany((launch, position) => launch.Arguments.Select((location, slot) => (location, launch.Kernel.Buffers[slot].Name, Position: prepared + position + 1)))
            .Where(use => use.location.Space == Space.Arena)
            .GroupBy(use => use.location.Offset);
        foreach (var buffer in buffers)
            writer.Line($"//   at {buffer.Key}: {string.Join(", ", buffer.Select(use => use.Name).Distinct())} (kernels {buffer.Min(use => use.Position)} to {buffer.Max(use => use.Position)})");
    }
}
