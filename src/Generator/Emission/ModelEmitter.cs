using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Emission.Members;
using Sinter.Generator.Emission.Simd;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emission;

/// <summary>A compiled model as C# files: the public members, one file per entry point, and the kernels they share.</summary>
internal static class ModelEmitter
{
    /// <param name="programs">One per entry point, in the declaration's order.</param>
    public static CompiledModel Emit(ModelDeclaration model, ModelLayout layout, EquatableArray<EntryProgram> programs)
    {
        var files = new ModelFiles(model);
        var members = new ModelMembers(model, layout, new SummaryText(model, programs));
        files.Add("", _ => { }, members.Documentation, members.Write);

        var extents = new ExtentTable(model, programs);
        var kernels = new KernelTable(extents);
        for (var i = 0; i < model.Entries.Count; i++)
        {
            var entry = new EntryMembers(model, layout, model.Entries[i], programs[i], kernels, extents);
            files.Add(entry.File, entry.Header, [], entry.Write);
        }
        files.Add("Kernels", writer => writer.Line($"// The kernels of {model.Name}, each once: entry points and equal layers share them."), [], writer =>
        {
            using (writer.Block($"static class {ModelMembers.Kernels}")) kernels.Write(writer);
        });
        return files.Build();
    }

    /// <summary>The public members of a model with errors, so that one mistake does not become fifty "no such member" errors.</summary>
    public static CompiledModel EmitStubs(ModelDeclaration model)
    {
        var files = new ModelFiles(model);
        files.Add("", _ => { }, [], new StubMembers(model).Write);
        return files.Build();
    }
}
