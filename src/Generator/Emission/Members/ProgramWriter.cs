using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Members;

/// <summary>The steps of a program as methods: launches in order, loops as loops. What is long becomes several methods, each small enough for the JIT to optimize.</summary>
/// <param name="numbers">In training: the position of each launch in the <see cref="LaunchTableWriter"/>'s list.</param>
internal sealed class ProgramWriter(EntryMethod method, KernelTable kernels, ExtentTable extents, string store, IReadOnlyDictionary<Launch, int>? numbers = null)
{
    const int MaxLaunches = 48;

    // Bodies of loops that are too long to stand in the loop, and of slices.
    readonly Queue<Routine> bodies = [];

    int slices;

    /// <param name="Counters">The counters of the loops around it: its parameters.</param>
    /// <param name="InSlices">It runs for slices of an extent.</param>
    sealed record Routine(string Name, IReadOnlyList<string> Counters, IReadOnlyList<ProgramStep> Steps, bool InSlices = false);

    /// <summary>A method that does the steps with the buffers of one execution; a long program is several methods behind one.</summary>
    public void Steps(SourceWriter writer, string name, IReadOnlyList<ProgramStep> steps)
    {
        Method(writer, new Routine(name, [], steps));
        while (bodies.Count > 0)
        {
            var body = bodies.Dequeue();
            writer.Line();
            if (body.Steps is [ProgramSlices part]) Slices(writer, body, part);
            else Method(writer, body);
        }
    }

    void Method(SourceWriter writer, Routine routine)
    {
        var parts = Parts(routine.Steps);
        if (parts.Count <= 1)
        {
            Part(writer, routine);
            return;
        }
        var text = new ShapeText(extents);
        using (writer.Block(Header(routine, text)))
        {
            for (var i = 0; i < parts.Count; i++) writer.Line($"{Name(routine.Name, i)}({Arguments(routine.Counters, text)});");
        }
        for (var i = 0; i < parts.Count; i++)
        {
            writer.Line();
            Part(writer, routine with { Name = Name(routine.Name, i), Steps = parts[i] });
        }
    }

    static string Name(string name, int part) => $"{name}{ModelMembers.Private}{part + 1}";

    static string Header(Routine routine, ShapeText text) =>
        $"void {routine.Name}({string.Join(", ", routine.Counters.Select(counter => $"nint {text.Bind(counter)}").Prepend($"{RuntimeNames.Execution} run"))})";

    static string Arguments(IEnumerable<string> counters, ShapeText text) => string.Join(", ", counters.Select(counter => text[Dim.Symbol(counter)]).Prepend("run"));

    static bool StandsApart(ProgramStep step) => step switch
    {
        ProgramSlices => true,
        ProgramLoop loop => loop.Body.Launches().Count() > MaxLaunches,
        _ => false,
    };

    static List<List<ProgramStep>> Parts(IReadOnlyList<ProgramStep> steps)
    {
        var parts = new List<List<ProgramStep>>();
        var room = 0;
        foreach (var step in steps)
        {
            var size = StandsApart(step) ? 1 : new[] { step }.Launches().Count();
            if (size > room)
            {
                parts.Add([]);
                room = MaxLaunches;
            }
            parts[parts.Count - 1].Add(step);
            room -= size;
        }
        return parts;
    }

    void Part(SourceWriter writer, Routine routine)
    {
        var text = new ShapeText(extents);
        using (writer.Block(Header(routine, text))) Body(writer, routine, text);
    }

    // A kernel as the thread team sees it, whose chunks are slices.
    void Slices(SourceWriter writer, Routine routine, ProgramSlices part)
    {
        var text = new ShapeText(extents);
        writer.Line($"{RuntimeNames.Kernel}? {Cached(routine.Name)};");
        writer.Line();
        using var _ = writer.Block($"void {routine.Name}({RuntimeNames.Execution} whole, int slice)");
        writer.Line($"{RuntimeNames.Execution} run = whole.Slice(slice);");
        writer.Line($"nint {text.Bind(part.First)} = run.First;");
        Body(writer, routine with { Counters = [part.First], Steps = part.Body, InSlices = true }, text);
    }

    void Body(SourceWriter writer, Routine routine, ShapeText text)
    {
        var body = new SourceWriter();
        foreach (var step in routine.Steps) Write(body, routine, step, text);
        text.Declare(writer, routine.InSlices);
        foreach (var (space, local) in Bases)
        {
            if (Inline(routine.Steps).Any(l => l.Arguments.Any(a => a.Space == space))) writer.Line($"nint {local.Name} = {local.Address.Replace("$store", store)};");
        }
        writer.Line(body.ToString().TrimEnd('\n'));
    }

    // A delegate made once, so that a call allocates nothing.
    static string Cached(string name) => $"{name}{ModelMembers.Private}Delegate";

    // The launches that stand in one method.
    static IEnumerable<Launch> Inline(IEnumerable<ProgramStep> steps) =>
        steps.SelectMany(step => StandsApart(step) ? [] : step is ProgramLoop loop ? Inline(loop.Body) : [(Launch)step]);

    void Write(SourceWriter writer, Routine routine, ProgramStep step, ShapeText text)
    {
        switch (step)
        {
            case Launch launch: Write(writer, launch, text); break;
            case ProgramLoop loop: Write(writer, routine, loop, text); break;
            case ProgramSlices part: Write(writer, routine, part, text); break;
            default: throw ProgramSteps.Unknown(step);
        }
    }

    void Write(SourceWriter writer, Routine routine, ProgramLoop loop, ShapeText text)
    {
        writer.Line();
        var (length, counter) = (text[loop.Length], text.Bind(loop.Counter));
        using (writer.Block(loop.Backwards ? $"for (nint {counter} = {length} - 1; {counter} >= 0; {counter}--)" : $"for (nint {counter} = 0; {counter} < {length}; {counter}++)"))
        {
            if (loop.Body.Launches().Any(launch => launch.Kernel.Mentions(loop.Counter))) writer.Line($"run.SetDim({extents.IndexOf(loop.Counter)}, {counter});");
            var inner = routine with { Counters = [.. routine.Counters, loop.Counter], Steps = loop.Body };
            if (StandsApart(loop))
            {
                inner = inner with { Name = $"{routine.Name}{ModelMembers.Private}{CSharp.Identifier(loop.Counter)}" };
                writer.Line($"{inner.Name}({Arguments(inner.Counters, text)});");
                bodies.Enqueue(inner);
                return;
            }
            foreach (var step in inner.Steps) Write(writer, inner, step, text);
        }
    }

    void Write(SourceWriter writer, Routine routine, ProgramSlices part, ShapeText text)
    {
        var body = $"{routine.Name}{ModelMembers.Private}Slices{++slices}";
        writer.Line();
        writer.Line($"// Slices of {part.Extent}, each on one thread.");
        writer.Line($"run.LaunchSlices({Cached(body)} ??= {body}, {extents.IndexOf(part.Extent)}, {text[part.Fewest]});");
        bodies.Enqueue(new Routine(body, [], [part]));
    }

    void Write(SourceWriter writer, Launch launch, ShapeText text)
    {
        var kernel = kernels.Add(launch.Kernel);
        var arguments = launch.Arguments.Select((location, slot) => Address(location, launch.Kernel.Buffers[slot].Type, text));
        writer.Line();
        writer.Line($"// {launch.Kernel.Name}: {launch.Kernel.Comment}".TrimEnd(':', ' '));
        writer.Line($"run.Launch({ModelMembers.Kernels}.{kernel.Field}, {ModelMembers.Kernels}.{kernel.Chunks}(run), [{string.Join(", ", arguments)}]{Number(launch)}{Stream(launch)});");
    }

    string Number(Launch launch) => numbers is not null && numbers[launch] is > 0 and var number ? $", {number}" : "";

    static string Stream(Launch launch) => launch.Kernel.FirstStream() is > 0 and var stream ? $", stream: {stream}" : "";

    static readonly (Space Space, (string Name, string Address))[] Bases =
    [
        (Space.Parameter, ("parameters", "$store.ParameterAddress")),
        (Space.State, ("states", "$store.StateAddress")),
        (Space.Gradient, ("gradients", "GradientAddress")),
        (Space.Session, ("session", $"{SessionMembers.Memory}.Address")),
    ];

    string Address(Location location, DType type, ShapeText text) => location.Space switch
    {
        Space.Input => Plus(method.AddressOfInput(location.Index), location.Offset + location.Within, type, text),
        Space.Output => Plus(method.AddressOfOutput(location.Index), location.Offset + location.Within, type, text),
        Space.Arena when type == DType.Bool => Plus($"run.Arena({text[location.Offset]})", location.Within, type, text),
        Space.Arena => $"run.Arena({text[location.Offset + location.Within]})",
        Space.Prepared => $"run.Prepared({text[location.Offset + location.Within]})",
        Space.Parameter => Plus("parameters", location.Offset + location.Within, DType.Float32, text),
        Space.State => Plus("states", location.Offset + location.Within, DType.Float32, text),
        Space.Session => Plus("session", location.Offset + location.Within, DType.Float32, text),
        _ => Plus("gradients", location.Offset + location.Within, DType.Float32, text),
    };

    static string Plus(string address, Dim offset, DType type, ShapeText text) =>
        offset == Dim.Zero ? address : $"{address} + {(offset.IsConstant ? text[offset] : $"({text[offset]})")} * sizeof({CSharp.TypeName(type)})";
}
