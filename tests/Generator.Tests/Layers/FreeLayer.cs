using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Layers;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Tests.Layers;

using ParameterRole = Sinter.Generator.Layers.ParameterRole;

/// <summary>A layer outside of any model: it owns what it asks for, and remembers it.</summary>
internal sealed class FreeLayer(Graph graph, bool training, Dictionary<string, object> settings) : LayerContext(new CallArguments(graph, training, settings))
{
    readonly Dictionary<string, Value> tensors = [];

    /// <summary>"weight [5, 3] Uniform 0.577" and so on, in the order they were asked for.</summary>
    public List<string> Owned { get; } = [];

    public Dictionary<string, Value> Updates { get; } = [];

    public Dictionary<string, ParameterRole> Roles { get; } = [];

    public override Value Parameter(string name, Shape shape, Initializer initializer, ParameterRole role = ParameterRole.Weight)
    {
        Roles[name] = role;
        return Tensor(name, shape, initializer, new Sinter.Generator.GraphIR.Parameter(name, shape));
    }

    public override Value State(string name, Shape shape, Initializer initializer) => Tensor(name, shape, initializer, new Sinter.Generator.GraphIR.State(name, shape));

    public override void Update(string name, Value next) => Updates[name] = next;

    /// <summary>Outside of a model there is no session: what is appended is all there is.</summary>
    public override Value Append(string name, CacheSettings settings, Value rows) => rows;

    public override Value Rows(string name, CacheSettings settings) => throw new System.NotSupportedException();

    public override bool HasSession => false;

    public override bool HasAppended(string name) => false;

    public override CacheLength? Length(string name) => null;

    public override int RandomStream() => 0;

    public override Value SessionState(string name, Shape shape, string? batch) => graph.Add(new Constant(0)).BroadcastTo(shape);

    public override void UpdateSession(string name, Value next)
    {
    }

    Value Tensor(string name, Shape shape, Initializer initializer, Op leaf)
    {
        if (tensors.TryGetValue(name, out var tensor)) return tensor;
        Owned.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {shape} {initializer.Distribution} {initializer.Scale:0.###}"));
        return tensors[name] = graph.Add(leaf);
    }
}
