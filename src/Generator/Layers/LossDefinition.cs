using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Layers;

/// <summary>
/// What a loss class of the user's library means: the attribute that ends a sequence of layers. It gives the model a [Loss] method of the network's input and a
/// target. The class of the same name in <c>src/Attributes/Layers</c> has the constructor and the properties.
/// </summary>
internal abstract class LossDefinition
{
    /// <summary>The class in the user's library: "CrossEntropyLoss".</summary>
    public virtual string Name => GetType().Name;

    public abstract string Doc { get; }

    /// <summary>Constructor parameters, then (in the same list, with <c>IsProperty</c>) settable properties.</summary>
    public abstract EquatableArray<LayerParameter> Parameters { get; }

    /// <summary>The C# name of the target parameter: "label", "target".</summary>
    public virtual string TargetName => "target";

    /// <summary>The target's type for a prediction; <see cref="ShapeException"/> says why a prediction does not fit.</summary>
    public abstract TensorType Target(TensorType prediction);

    /// <summary>The scalar to minimize.</summary>
    public abstract Value Loss(CallArguments settings, Value prediction, Value target);
}
