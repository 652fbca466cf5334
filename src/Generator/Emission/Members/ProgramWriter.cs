using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Members;

/// <summary>The launches of a program in order, and its memory plan in words.</summary>
internal sealed class ProgramWriter(EntryMethod method, KernelTable kernels, ExtentTable extents, string store)
{
    // One method stays small enough for the JIT to optimize.
    const int MaxLaunches = 48;

    /// <summary>A method that launches kernels with the buffers of one execution; a long program is several methods behind one.</summary>
    public void Launches(SourceWriter writer, string name, IReadOnlyList<Launch> launches)
    {
        if (launches.Count <= MaxLaunches)
        {
            Part(writer, name, launches);
            return;
        }
        var parts = Enumerable.Range(0, (launches.Count + MaxLaunches - 1) / MaxLaunches)
            .Select(i => (Name: $"{name}{ModelMembers.Private}{i + 1}", Launches: launches.Skip(i * MaxLaunches).Take(MaxLaunches).ToList()))
            .ToList();
        using (writer.Block($"void {name}({RuntimeNames.Execution} run)")) foreach (var part in parts) writer.Line($"{part.Name}(run);");
        foreach (var part in parts)
        {
            writer.Line();
            Part(writer, part.Name, part.Launches);
        }
    }

    void Part(SourceWriter writer, string name, IReadOnlyList<Launch> launches)
    {
        using (writer.Block($"void {name}({RuntimeNames.Execution} run)"))
        {
            var body = new SourceWriter();
            var text = new ShapeText(extents);
            foreach (var launch in launches) Write(body, launch, text);
            text.Declare(writer);
            foreach (var (space, local) in Bases)
            {
                if (launches.Any(l => l.Arguments.Any(a => a.Space == space))) writer.Line($"nint {local.Name} = {local.Address.Replace("$store", store)};");
            }
            writer.Line(body.ToString().TrimEnd('\n'));
        }
    }

    /// <summary>What runs and where the intermediate results lie.</summary>
    public static void Describe(SourceWriter writer, EntryProgram program)
    {
        var number = 0;
        foreach (var (title, launches) in new[] { ("Once per version of the parameters:", program.Prepare), ("On every call:", program.Main) })
        {
            if (launches.Count == 0) continue;
            writer.Line($"// {title}");
            foreach (var launch in launches) writer.Line($"//   {++number}. {launch.Kernel.Name}: {launch.Kernel.Comment}".TrimEnd(':', ' '));
        }
        MemoryPlan(writer, program);
    }

    static void MemoryPlan(SourceWriter writer, EntryProgram program)
    {
        writer.Line($"// Working memory: {program.ArenaSize} elements{(program.PreparedSize == Dim.Zero ? "" : $"; prepared: {program.PreparedSize}")}.");
        var buffers = program.Main
            .SelectMany((launch, position) => launch.Arguments.Select((location, slot) => (location, launch.Kernel.Buffers[slot].Name, Position: program.Prepare.Count + position + 1)))
            .Where(use => use.location.Space == Space.Arena)
            .GroupBy(use => use.location.Offset);
        foreach (var buffer in buffers)
            writer.Line($"//   at {buffer.Key}: {string.Join(", ", buffer.Select(use => use.Name).Distinct())} (kernels {buffer.Min(use => use.Position)} to {buffer.Max(use => use.Position)})");
    }

    void Write(SourceWriter writer, Launch launch, ShapeText text)
    {
        var kernel = kernels.Add(launch.Kernel);
        var arguments = launch.Arguments.Select((location, slot) => Address(location, launch.Kernel.Buffers[slot].Type, text));
        writer.Line();
        writer.Line($"// {launch.Kernel.Name}: {launch.Kernel.Comment}".TrimEnd(':', ' '));
        writer.Line($"run.Launch({ModelMembers.Kernels}.{kernel.Field}, {ModelMembers.Kernels}.{kernel.Chunks}(run), [{string.Join(", ", arguments)}]);");
    }

    static readonly (Space Space, (string Name, string Address))[] Bases =
    [
        (Space.Parameter, ("parameters", "$store.ParameterAddress")),
        (Space.State, ("states", "$store.StateAddress")),
        (Space.Gradient, ("gradients", "GradientAddress")),
    ];

    string Address(Location location, DType type, ShapeText text) => location.Space switch
    {
        Space.Input => Plus(method.AddressOfInput(location.Index), location.Offset, type, text),
        Space.Output => Plus(method.AddressOfOutput(location.Index), location.Offset, type, text),
        Space.Arena => $"run.Arena({text[location.Offset]})",
        Space.Prepared => $"run.Prepared({text[location.Offset]})",
        Space.Parameter => Plus("parameters", location.Offset, DType.Float32, text),
        Space.State => Plus("states", location.Offset, DType.Float32, text),
        _ => Plus("gradients", location.Offset, DType.Float32, text),
    };

    static string Plus(string address, Dim offset, DType type, ShapeText text) =>
        offset == Dim.Zero ? address : $"{address} + {(offset.IsConstant ? text[offset] : $"({text[offset]})")} * sizeof({CSharp.TypeName(type)})";
}
