using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.Generator.Ops.Random;

namespace Sinter.Generator.Declaration.Evaluation;

/// <summary>A layer in the entry point that is being traced.</summary>
internal sealed class TracedLayer(EntryTrace entry, LayerDatum layer) : LayerContext(new CallArguments(entry.Graph, entry.Training, layer.Settings))
{
    readonly Dictionary<string, Shape> states = [];

    public override Value Parameter(string name, Shape shape, Initializer initializer, ParameterRole role = ParameterRole.Weight)
    {
        var own = role switch
        {
            ParameterRole.Weight or ParameterRole.Embedding => layer.Init,
            ParameterRole.Bias => layer.BiasInit,
            _ => null,
        };
        return entry.Parameter(layer, Path(name), shape, own is null ? initializer : Initializers.Resolve(own, shape), role);
    }

    public override Value State(string name, Shape shape, Initializer initializer)
    {
        states[name] = shape;
        return entry.State(layer, Path(name), shape, initializer);
    }

    public override void Update(string name, Value next) => entry.Update(Path(name), states[name], next);

    public override bool HasSession => entry.Memory.Exists;

    public override Value Append(string name, CacheSettings settings, Value rows) => entry.Memory.Append(layer, Path(name), settings, rows);

    public override Value Rows(string name, CacheSettings settings) => entry.Memory.Rows(layer, Path(name), settings);

    public override bool HasAppended(string name) => entry.Memory.HasAppended(Path(name));

    public override CacheLength? Length(string name) => entry.Memory.Length(name);

    public override int RandomStream() => entry.Graph.FreshRandomStream();

    public override Value SessionState(string name, Shape shape, string? batch) => entry.Memory.State(layer, Path(name), shape, Initializer.Zeros, batch);

    public override void UpdateSession(string name, Value next) => entry.Memory.Update(Path(name), next.Shape, next);

    string Path(string name) => $"{layer.Path}.{name}";
}
