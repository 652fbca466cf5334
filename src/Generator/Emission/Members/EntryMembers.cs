using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emission.Members;

/// <summary>The members of one entry point: a method for inference and evaluation, a nested trainer for training.</summary>
internal sealed class EntryMembers(ModelDeclaration model, ModelLayout layout, EntryPoint entry, EntryProgram program, KernelTable kernels, ExtentTable extents)
{
    string Main => $"{ModelMembers.Private}Run{entry.Name}";

    string Prepare => $"{ModelMembers.Private}Prepare{entry.Name}";

    string Prepared => $"{ModelMembers.Private}Kept{entry.Name}";

    public string File => entry.Kind == EntryKind.Training ? GeneratedMembers.Trainer(entry) : entry.Name;

    public static string Purpose(EntryPoint entry) => entry.Kind switch
    {
        EntryKind.Forward when entry.Session is not null => $"{entry.Name} for arrays: reads and extends what this session keeps. Nothing is allocated after the first call.",
        EntryKind.Forward => $"{entry.Name} for arrays: inference. Any number of threads may call it at once; nothing is allocated after the first call.",
        EntryKind.Evaluation => $"{entry.Name} for arrays, without training: the layers behave as in inference.",
        _ => "One step of training: the loss and its gradients, and the optimizer's update. Returns the loss before the update.",
    };

    public void Header(SourceWriter writer)
    {
        writer.Line($"// {model.Name}.{entry.Name}: {(entry.Kind == EntryKind.Training ? "forward and backward" : "forward")}.");
        ProgramDescription.Write(writer, program);
    }

    public void Write(SourceWriter writer)
    {
        if (entry.Kind == EntryKind.Training) Trainer(writer);
        else if (entry.Session is not null) SessionMethod(writer);
        else Method(writer);
    }

    void Method(SourceWriter writer)
    {
        var method = new EntryMethod(entry);
        Delegates(writer);
        method.Documentation(writer, Purpose(entry));
        using (writer.Block($"public {method.ReturnType} {entry.Name}({method.Parameters})"))
        {
            method.Checks(writer);
            method.Call(writer, program, extents, ModelMembers.Executions, ModelMembers.Seed, "0", Ensure(ModelMembers.Store), $"{Cached(Main)} ??= {Main}");
            method.Return(writer);
        }
        Programs(writer, method, ModelMembers.Store);
    }

    // What is prepared from the parameters belongs to the model; what is done with the session's memory, to the session.
    void SessionMethod(SourceWriter writer)
    {
        var method = new EntryMethod(entry);
        if (program.Prepare.Count > 0)
        {
            PreparedDelegate(writer);
            writer.Line();
            new ProgramWriter(method, kernels, extents, ModelMembers.Store).Steps(writer, Prepare, program.Prepare);
            writer.Line();
        }
        using (writer.Block($"public sealed partial class {GeneratedMembers.Session}"))
        {
            var store = $"{SessionMembers.Model}.{ModelMembers.Store}";
            writer.Line($"{RuntimeNames.Action}<{RuntimeNames.Execution}>? {Cached(Main)};");
            writer.Line();
            method.Documentation(writer, Purpose(entry));
            using (writer.Block($"public {method.ReturnType} {entry.Name}({method.Parameters})"))
            {
                method.Checks(writer, model.Session);
                method.Reserve(writer, model.Session!);
                method.Call(writer, program, extents, $"{SessionMembers.Model}.{ModelMembers.Executions}", $"{SessionMembers.Model}.{ModelMembers.Seed}", "0", Ensure(store, SessionMembers.Model + "."), $"{Cached(Main)} ??= {Main}");
                method.Append(writer, model.Session!);
                method.Return(writer);
            }
            writer.Line();
            new ProgramWriter(method, kernels, extents, store).Steps(writer, Main, program.Main);
        }
    }

    void Trainer(SourceWriter writer)
    {
        var name = GeneratedMembers.Trainer(entry);
        writer.Line("/// <summary>Trains with this loss: the trainer holds gradients and what the optimizer keeps.</summary>");
        writer.Line($"public {name} {GeneratedMembers.CreateTrainer(model.Entries, entry)}({RuntimeNames.Optimizer} optimizer) => new {name}(this, optimizer);");
        writer.Line();
        writer.Line($"/// <summary>Trains {CSharp.Xml(Names(entry.Trains))}.</summary>");
        using (writer.Block($"public sealed class {name} : {RuntimeNames.Trainer}"))
        {
            var method = new EntryMethod(entry);
            writer.Line($"readonly {RuntimeNames.ExecutionPool} {ModelMembers.Executions};");
            Delegates(writer);
            writer.Line($"internal {name}({model.Name} model, {RuntimeNames.Optimizer} optimizer)");
            using (writer.Indented()) writer.Line($": base(model.{ModelMembers.Store}, optimizer, new (long, long)[] {{ {string.Join(", ", Segments())} }}, new (long, long)[] {{ {string.Join(", ", StateSegments())} }}, model.{ModelMembers.Seed})");
            using (writer.Block("")) writer.Line($"{ModelMembers.Executions} = model.{ModelMembers.Executions};");
            writer.Line();
            method.Documentation(writer, Purpose(entry));
            using (writer.Block($"public {method.ReturnType} Step({method.Parameters})"))
            {
                method.Checks(writer);
                writer.Line("BeginBatch();");
                method.Call(writer, program, extents, ModelMembers.Executions, "this.Seed", "this.BatchCount", Ensure("this.Store"), $"{Cached(Main)} ??= {Main}", isStep: true);
                method.Return(writer);
            }
            Programs(writer, method, "Store");
            writer.Line();
            new LaunchTableWriter(model, entry, method, extents).Write(writer, program);
        }
    }

    // A delegate made once, so that a call allocates nothing.
    static string Cached(string method) => $"{method}{ModelMembers.Private}Delegate";

    string? Ensure(string store, string owner = "") =>
        program.Prepare.Count == 0 ? null : $"{owner}{Prepared}.Ensure($run, {store}.Version, $elements, {owner}{Cached(Prepare)} ??= {owner}{Prepare});";

    void Delegates(SourceWriter writer)
    {
        writer.Line($"{RuntimeNames.Action}<{RuntimeNames.Execution}>? {Cached(Main)};");
        if (program.Prepare.Count > 0) PreparedDelegate(writer);
        writer.Line();
    }

    void PreparedDelegate(SourceWriter writer)
    {
        writer.Line($"{RuntimeNames.Action}<{RuntimeNames.Execution}>? {Cached(Prepare)};");
        writer.Line($"readonly {RuntimeNames.PreparedBuffer} {Prepared} = new {RuntimeNames.PreparedBuffer}();");
    }

    void Programs(SourceWriter writer, EntryMethod method, string store)
    {
        var programs = new ProgramWriter(method, kernels, extents, store, entry.Kind == EntryKind.Training ? LaunchTableWriter.Numbers(program) : null);
        if (program.Prepare.Count > 0)
        {
            writer.Line();
            programs.Steps(writer, Prepare, program.Prepare);
        }
        writer.Line();
        programs.Steps(writer, Main, program.Main);
    }

    // Neighbors in the flat buffer are one segment.
    IEnumerable<string> Segments()
    {
        var segments = new List<(long Offset, long Length)>();
        foreach (var parameter in model.Parameters.Where(p => entry.Trains.Contains(p.Path)))
        {
            Append(segments, layout.ParameterOffsets[parameter.Path], ModelLayout.Span(parameter.Shape));
        }
        return segments.Select(Text);
    }

    // The states that a step writes.
    IEnumerable<string> StateSegments()
    {
        var written = entry.Outputs.Where(o => o.Kind == OutputKind.State).Select(o => o.Name).ToList();
        var segments = new List<(long Offset, long Length)>();
        foreach (var state in model.States.Where(s => written.Contains(s.Path))) Append(segments, layout.StateOffsets[state.Path], ModelLayout.Span(state.Shape));
        return segments.Select(Text);
    }

    static void Append(List<(long Offset, long Length)> segments, long offset, long length)
    {
        if (segments.Count > 0 && segments[segments.Count - 1] is var last && last.Offset + last.Length == offset) segments[segments.Count - 1] = (last.Offset, last.Length + length);
        else segments.Add((offset, length));
    }

    static string Text((long Offset, long Length) segment) => $"({CSharp.Long(segment.Offset)}, {CSharp.Long(segment.Length)})";

    static string Names(EquatableArray<string> paths) => paths.Count == 0 ? "nothing" : string.Join(", ", paths);
}
