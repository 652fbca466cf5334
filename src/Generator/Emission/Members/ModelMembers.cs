using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Layers;
using Sinter.Generator.Lowering;

namespace Sinter.Generator.Emission.Members;

/// <summary>What a model has beside its entry points: parameters, construction, files, the summary.</summary>
internal sealed class ModelMembers(ModelDeclaration model, ModelLayout layout, SummaryText summary)
{
    /// <summary>What begins the name of every private member: C# keeps such names for implementations, so that no member of a user has one.</summary>
    public const string Private = "__";

    public const string Store = Private + "store", Executions = Private + "executions", Seed = Private + "seed";

    /// <summary>The class of the kernels.</summary>
    public const string Kernels = Private + "Kernels";

    const string ParameterEntries = Private + "ParameterEntries", StateEntries = Private + "StateEntries";

    public IEnumerable<string> Documentation =>
    [
        $"/// <remarks>{CSharp.Xml(summary.Line)}.</remarks>",
        $"[{RuntimeNames.GeneratedCode}({CSharp.String("Sinter")}, {CSharp.String(Version)})]",
    ];

    static string Version => typeof(ModelMembers).Assembly.GetName().Version.ToString(3);

    public void Write(SourceWriter writer)
    {
        Fields(writer);
        writer.Line();
        Construction(writer);
        writer.Line();
        Files(writer);
        writer.Line();
        if (model.Session is not null)
        {
            new SessionMembers(model, layout).Write(writer);
            writer.Line();
        }
        Summary(writer);
    }

    void Fields(SourceWriter writer)
    {
        writer.Line($"readonly {RuntimeNames.ParameterStore} {Store} = new {RuntimeNames.ParameterStore}({ParameterEntries}(), {StateEntries}());");
        writer.Line($"readonly {RuntimeNames.ExecutionPool} {Executions} = new {RuntimeNames.ExecutionPool}();");
        writer.Line($"readonly ulong {Seed};");
    }

    void Construction(SourceWriter writer)
    {
        writer.Line("/// <summary>A model with initialized parameters.</summary>");
        writer.Line("/// <param name=\"seed\">What the initial parameters, and the random numbers of training, depend on.</param>");
        using (writer.Block($"public {model.Name}(int seed = 0) : this((ulong)(uint)seed)")) writer.Line($"{Store}.Initialize(seed);");
        writer.Line();
        writer.Line($"{model.Name}(ulong seed) => {Seed} = seed;");      // parameters that a file is about to give are not drawn
        writer.Line();
        writer.Line("/// <summary>The parameters and states, by PyTorch's names.</summary>");
        writer.Line($"public {RuntimeNames.ParameterStore} {GeneratedMembers.Parameters} => {Store};");
    }

    void Files(SourceWriter writer)
    {
        writer.Line($"""
            /// <summary>Writes parameters and states to a safetensors file with PyTorch's names and layouts.</summary>
            public void {GeneratedMembers.Save}(string path) => {Store}.Save(path);

            /// <summary>A model with the parameters and states of a safetensors file; a file that does not fit is refused, naming every difference.</summary>
            public static {model.Name} {GeneratedMembers.Load}(string path)
            """);
        using (writer.Block(""))
        {
            writer.Line($"{model.Name} model = new {model.Name}(0ul);");
            writer.Line($"model.{Store}.Load(path);");
            writer.Line("return model;");
        }
        writer.Line();
        ParameterTableWriter.Write(writer, ParameterEntries, model.Parameters.Select(p => new ParameterRow(p, layout.ParameterOffsets[p.Path])));
        writer.Line();
        ParameterTableWriter.Write(writer, StateEntries, model.States.Select(s => new ParameterRow(s, layout.StateOffsets[s.Path])));
    }

    void Summary(SourceWriter writer)
    {
        writer.Line("/// <summary>The layers with their shapes and parameters, operations and memory.</summary>");
        writer.Line($"public const string {GeneratedMembers.Summary} =");
        var lines = summary.Table.ToList();
        using (writer.Indented())
            for (var i = 0; i < lines.Count; i++) writer.Line(CSharp.String(lines[i] + "\n") + (i < lines.Count - 1 ? " +" : ";"));
    }
}
