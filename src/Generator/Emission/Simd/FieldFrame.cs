using System.Collections.Generic;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Emission.Simd;

/// <summary>What an epilogue uses beside the sums, as fields that its constructor fills from the launch.</summary>
internal sealed class FieldFrame(Kernel kernel, ExtentTable extents, NameTable names) : IFrame
{
    readonly Dictionary<string, Binding> bound = [];

    public Scope Root { get; } = new(null, ScopeKind.Method);

    /// <summary>The declarations of the fields, in order of first use.</summary>
    public List<string> Fields { get; } = [];

    /// <summary>The constructor's statements.</summary>
    public List<string> Assignments { get; } = [];

    public Binding Seed => Field("#seed", "seed", "ulong", "run.Seed");

    public Binding Step => Field("#step", "step", "long", "run.Step");

    public Binding Stream => Field("#stream", "stream", "int", "run.Stream");

    public int FirstStream { get; } = kernel.FirstStream();

    public Binding Symbol(string name) => Field(name, name, "nint", $"run.Dim({extents.IndexOf(name)})");

    public Binding Buffer(Buffer buffer) => Field($"#{buffer.Slot}", buffer.Name, $"ref {CSharp.TypeName(buffer.Type)}", $"ref run.{RuntimeNames.Accessor(buffer.Type)}({buffer.Slot})");

    Binding Field(string key, string hint, string type, string value)
    {
        if (bound.TryGetValue(key, out var known)) return known;
        var binding = new Binding(names.Fresh(hint), type, Root);
        Fields.Add($"readonly {type} {binding.Name};");
        Assignments.Add($"{binding.Name} = {value};");
        return bound[key] = binding;
    }
}
