using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emission.Members;

/// <summary>The class of a model's sessions: what it keeps, and how it is made. Entry points add their methods to it.</summary>
internal sealed class SessionMembers(ModelDeclaration model, ModelLayout layout)
{
    public const string Memory = ModelMembers.Private + "memory", Model = ModelMembers.Private + "model";

    readonly SessionDeclaration session = model.Session!;

    TokenEntry? Tokens => model.Entries.Select(e => TokenEntry.Of(model, e)).FirstOrDefault(t => t is not null);

    public static string Base(ModelDeclaration model) =>
        model.Entries.Any(e => TokenEntry.Of(model, e) is not null) ? RuntimeNames.TokenSession : RuntimeNames.Session;

    public void Write(SourceWriter writer)
    {
        var batch = session.Batch is null ? null : CSharp.Escaped(CSharp.Camel(session.Batch));
        writer.Line("/// <summary>A caller's memory of this model: any number of sessions share the parameters and may run at once.</summary>");
        if (batch is not null) writer.Line($"/// <param name=\"{batch.TrimStart('@')}\">The sequences that the session keeps beside each other.</param>");
        using (writer.Block($"public {GeneratedMembers.Session} {GeneratedMembers.CreateSession}({(batch is null ? "" : $"int {batch} = 1")})"))
        {
            if (batch is not null) writer.Line($"{RuntimeNames.ArgumentOutOfRangeException}.ThrowIfLessThan({batch}, 1);");
            writer.Line($"return new {GeneratedMembers.Session}(this, new {RuntimeNames.SessionMemory}(");
            using (writer.Indented())
            {
                writer.Line($"new {RuntimeNames.SessionTensor}[] {{ {string.Join(", ", session.States.Select(s => Tensor(s, batch)))} }},");
                writer.Line($"new {RuntimeNames.SessionLength}[] {{ {string.Join(", ", session.Lengths.Select(l => $"new {RuntimeNames.SessionLength}({CSharp.String(l.Name)}, {CSharp.Long(l.Capacity)}, {CSharp.Long(l.BufferRows)}, {(l.Slides ? "true" : "false")})"))} }},");
                writer.Line($"{Text(layout.SessionLength, batch)}, {batch ?? "1"}));");
            }
        }
        writer.Line();
        writer.Line($"/// <summary>What a caller of {model.Name} keeps from call to call. One thread at a time uses a session.</summary>");
        using (writer.Block($"public sealed partial class {GeneratedMembers.Session} : {Base(model)}")) Class(writer);
    }

    void Class(SourceWriter writer)
    {
        var length = session.Lengths.Count == 0 ? -1 : Tokens?.Length(session) is >= 0 and { } own ? own : 0;
        writer.Line($"readonly {model.Name} {Model};");
        writer.Line($"readonly {RuntimeNames.SessionMemory} {Memory};");
        writer.Line();
        writer.Line($"internal {GeneratedMembers.Session}({model.Name} model, {RuntimeNames.SessionMemory} memory) : base(memory, {length})");
        using (writer.Block(""))
        {
            writer.Line($"{Model} = model;");
            writer.Line($"{Memory} = memory;");
        }
        writer.Line();
        writer.Line("/// <summary>A session of its own that goes on from here.</summary>");
        using (writer.Block($"public override {GeneratedMembers.Session} Fork()"))
        {
            writer.Line($"{GeneratedMembers.Session} fork = {Model}.{GeneratedMembers.CreateSession}({(session.Batch is null ? "" : "Batch")});");
            writer.Line("fork.CopyFrom(this);");
            writer.Line("return fork;");
        }
        Tokens?.Write(writer);
    }

    string Tensor(SessionStateDeclaration state, string? batch)
    {
        var hasBatch = state.Shape.Dims.Any(d => !d.IsConstant);
        var rows = state.Cache is { } cache ? cache.Group.BufferRows : 1;
        var perSequence = state.Shape.Dims.Where(d => d.IsConstant).Aggregate(1L, (product, d) => product * d.Constant!.Value);
        var length = state.Cache is { } c ? session.IndexOf(c.Length) : -1;
        return $"new {RuntimeNames.SessionTensor}({CSharp.String(state.Path)}, {Text(layout.SessionOffsets[state.Path], batch)}, {(hasBatch ? batch : "1")}, {rows}, {perSequence / rows}, {length}, {CSharp.Float(state.Initial)})";
    }

    static string Text(Dim dim, string? batch) => CSharp.Dim(dim, _ => batch is null ? "" : $"(long){batch}");
}
