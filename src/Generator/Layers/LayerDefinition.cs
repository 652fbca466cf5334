using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>
/// What a layer class of the user's library means: its parameters and its forward, in graph terms. The class of the same name in
/// <c>src/Attributes/Layers</c> has the constructor and the properties; both lists are one fact, kept in <see cref="Parameters"/> and checked by a test.
/// </summary>
internal abstract class LayerDefinition
{
    /// <summary>The class in the user's library: "Conv2d".</summary>
    public virtual string Name => GetType().Name;

    /// <summary>What layers of this kind are called in a sequence of attributes, before their number: "conv" gives conv1, conv2.</summary>
    public abstract string Stem { get; }

    public abstract string Doc { get; }

    /// <summary>Constructor parameters, then (in the same list, with <c>IsProperty</c>) settable properties.</summary>
    public abstract EquatableArray<LayerParameter> Parameters { get; }

    /// <summary>What the class's method Forward takes, where it has one: what the layer is called with as a function, then further operands.</summary>
    public virtual EquatableArray<OpParameter> Operands => [new OpParameter("x", ParameterKind.Tensor, "What the layer is applied to.")];

    /// <summary>Applies the layer to one operand.</summary>
    public abstract Value Forward(LayerContext layer, Value x);

    /// <summary>Applies the layer to its <see cref="Operands"/>, by name.</summary>
    public virtual Value Forward(LayerContext layer, CallArguments operands) => Forward(layer, operands.Tensor(Operands[0].Name));

    /// <summary>All that the class's method Forward returns; the first is what the layer gives as a function.</summary>
    public virtual IReadOnlyList<Value> Results(LayerContext layer, CallArguments operands) => [Forward(layer, operands)];

    /// <summary>What the class's methods beside Forward do, by their names.</summary>
    public virtual IReadOnlyDictionary<string, LayerMethod> Methods { get; } = new Dictionary<string, LayerMethod>();

    /// <summary>What counts the rows of the caches that a layer of these settings keeps per session.</summary>
    public virtual EquatableArray<CacheLength> Caches(CallArguments settings) => [];
}

/// <summary>A method of a layer beside Forward: it gives nothing, but a session keeps something of it.</summary>
internal sealed record LayerMethod(EquatableArray<OpParameter> Operands, System.Action<LayerContext, CallArguments> Run);

/// <summary>A setting of a layer.</summary>
/// <param name="IsProperty">True: set by name, <c>Padding = 1</c>; false: a constructor parameter.</param>
internal sealed record LayerParameter(string Name, ParameterKind Kind, string Doc, bool IsProperty = false)
{
    /// <summary>The C# text of the default; null: required.</summary>
    public string? Default { get; init; }

    /// <summary>The C# type of a setting of kind Enum.</summary>
    public string? EnumType { get; init; }

    /// <summary>A function's setting as a layer's: properties begin in upper case.</summary>
    public static LayerParameter Of(OpParameter parameter, bool isProperty) =>
        new(isProperty ? char.ToUpperInvariant(parameter.Name[0]) + parameter.Name.Substring(1) : parameter.Name, parameter.Kind, parameter.Doc, isProperty) { Default = parameter.Default };
}

/// <summary>One layer of a model while it is applied: its settings, and the tensors it owns. Asking twice for one name gives the same tensor.</summary>
internal abstract class LayerContext(CallArguments settings)
{
    /// <summary>The constructor arguments and properties that the user gave.</summary>
    public CallArguments Settings { get; } = settings;

    public bool Training => Settings.Training;

    /// <summary>A learned tensor "path.name"; its shape must be the same at every use of the layer, otherwise <see cref="ShapeException"/>.</summary>
    /// <param name="name">Within the layer.</param>
    /// <param name="shape">Plain numbers.</param>
    /// <param name="initializer">How it starts.</param>
    /// <param name="role">What it is to the layer: optimizers may treat biases, norms and embeddings differently.</param>
    public abstract Value Parameter(string name, Shape shape, Initializer initializer, ParameterRole role = ParameterRole.Weight);

    /// <summary>A tensor that is kept but not learned, "path.name".</summary>
    public abstract Value State(string name, Shape shape, Initializer initializer);

    /// <summary>The state's content after this training step.</summary>
    public abstract void Update(string name, Value next);

    /// <summary>False in a [Loss] entry point, where nothing is kept from call to call.</summary>
    public abstract bool HasSession { get; }

    /// <summary>
    /// Appends rows to a cache that each session keeps, "path.name", and gives all rows: those before this call, then the new ones. Without a session those of this call are
    /// all there are.
    /// </summary>
    public abstract Value Append(string name, CacheSettings settings, Value rows);

    /// <summary>The rows that are there, with those that this call has appended.</summary>
    public abstract Value Rows(string name, CacheSettings settings);

    /// <summary>True where this call has appended to the cache.</summary>
    public abstract bool HasAppended(string name);

    /// <summary>What counts the rows of the session's caches of this name; null: there is no session.</summary>
    public abstract CacheLength? Length(string name);

    /// <summary>A number no other random op of the model has (dropout masks).</summary>
    public abstract int RandomStream();

    /// <summary>What each session keeps from call to call under "path.name"; zeros at first, and always in a [Loss] entry point, which has no session.</summary>
    /// <param name="batch">The symbol of the first axis, for so many sequences beside each other; null: the shape has none.</param>
    public abstract Value SessionState(string name, Shape shape, string? batch);

    /// <summary>What the session keeps after this call.</summary>
    public abstract void UpdateSession(string name, Value next);

    /// <summary>A layer inside this one: its tensors are "path.name.…".</summary>
    public LayerContext Inner(string name, Graph graph, params (string Name, object Value)[] settings) =>
        new InnerLayer(this, name, new CallArguments(graph, Training, settings.ToDictionary(s => s.Name, s => s.Value)));

    sealed class InnerLayer(LayerContext outer, string name, CallArguments settings) : LayerContext(settings)
    {
        public override Value Parameter(string tensor, Shape shape, Initializer initializer, ParameterRole role) => outer.Parameter($"{name}.{tensor}", shape, initializer, role);

        public override Value State(string tensor, Shape shape, Initializer initializer) => outer.State($"{name}.{tensor}", shape, initializer);

        public override void Update(string tensor, Value next) => outer.Update($"{name}.{tensor}", next);

        public override bool HasSession => outer.HasSession;

        public override Value Append(string cache, CacheSettings settings, Value rows) => outer.Append($"{name}.{cache}", settings, rows);

        public override Value Rows(string cache, CacheSettings settings) => outer.Rows($"{name}.{cache}", settings);

        public override bool HasAppended(string cache) => outer.HasAppended($"{name}.{cache}");

        public override CacheLength? Length(string length) => outer.Length(length);

        public override int RandomStream() => outer.RandomStream();

        public override Value SessionState(string state, Shape shape, string? batch) => outer.SessionState($"{name}.{state}", shape, batch);

        public override void UpdateSession(string state, Value next) => outer.UpdateSession($"{name}.{state}", next);
    }
}
