using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Emission.Members;

/// <summary>The public members of a model that does not compile: they throw.</summary>
internal sealed class StubMembers(ModelDeclaration model)
{
    string Throw => $"throw new {RuntimeNames.InvalidOperationException}({CSharp.String($"{model.Name} has errors; see the build's messages.")})";

    public void Write(SourceWriter writer)
    {
        writer.Line($"""
            /// <summary>The network has errors.</summary>
            public {model.Name}(int seed = 0) => {Throw};

            /// <summary>The network has errors.</summary>
            public {RuntimeNames.ParameterStore} {GeneratedMembers.Parameters} => {Throw};

            /// <summary>The network has errors.</summary>
            public void {GeneratedMembers.Save}(string path) => {Throw};

            /// <summary>The network has errors.</summary>
            public static {model.Name} {GeneratedMembers.Load}(string path) => {Throw};

            /// <summary>The network has errors.</summary>
            public const string {GeneratedMembers.Summary} = {CSharp.String($"{model.Name} has errors.")};
            """);
        if (model.Session is not null) Session(writer);
        foreach (var entry in model.Entries.Where(e => e.Session is null))
        {
            writer.Line();
            if (entry.Kind == EntryKind.Training) Trainer(writer, entry);
            else Method(writer, new EntryMethod(entry), entry.Name);
        }
    }

    void Session(SourceWriter writer)
    {
        writer.Line();
        writer.Line("/// <summary>The network has errors.</summary>");
        writer.Line($"public {GeneratedMembers.Session} {GeneratedMembers.CreateSession}({(model.Session!.Batch is { } batch ? $"int {CSharp.Escaped(CSharp.Camel(batch))} = 1" : "")}) => {Throw};");
        writer.Line();
        writer.Line("/// <summary>The network has errors.</summary>");
        using (writer.Block($"public sealed class {GeneratedMembers.Session} : {SessionMembers.Base(model)}"))
        {
            writer.Line($"internal {GeneratedMembers.Session}({RuntimeNames.SessionMemory} memory) : base(memory, -1) {{ }}");
            writer.Line();
            writer.Line($"/// <inheritdoc/>\npublic override {GeneratedMembers.Session} Fork() => {Throw};");
            if (SessionMembers.Base(model) == RuntimeNames.TokenSession)
            {
                writer.Line($"\n/// <inheritdoc/>\npublic override int Vocabulary => {Throw};");
                writer.Line($"\n/// <inheritdoc/>\npublic override void {GeneratedMembers.Next}({RuntimeNames.ReadOnlySpan}<int> tokens, {RuntimeNames.Span}<float> logits) => {Throw};");
            }
            foreach (var entry in model.Entries.Where(e => e.Session is not null))
            {
                writer.Line();
                Method(writer, new EntryMethod(entry), entry.Name);
            }
        }
    }

    void Trainer(SourceWriter writer, EntryPoint entry)
    {
        var name = GeneratedMembers.Trainer(entry);
        writer.Line("/// <summary>The network has errors.</summary>");
        writer.Line($"public {name} {GeneratedMembers.CreateTrainer(model.Entries, entry)}({RuntimeNames.Optimizer} optimizer) => {Throw};");
        writer.Line();
        writer.Line("/// <summary>The network has errors.</summary>");
        using (writer.Block($"public sealed class {name} : {RuntimeNames.Trainer}"))
        {
            writer.Line($"internal {name}({RuntimeNames.ParameterStore} store, {RuntimeNames.Optimizer} optimizer) : base(store, optimizer, new (long, long)[0], new (long, long)[0], 0) {{ }}");
            writer.Line();
            Method(writer, new EntryMethod(entry), "Step");
        }
    }

    void Method(SourceWriter writer, EntryMethod method, string name)
    {
        writer.Line("/// <summary>The network has errors.</summary>");
        writer.Line($"public {method.ReturnType} {name}({method.Parameters}) => {Throw};");
    }
}
