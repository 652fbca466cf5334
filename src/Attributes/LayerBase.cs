using System;

namespace Sinter;

/// <summary>
/// Base of the layers of the library. A layer is an attribute and an object: <c>[Conv2d(32, 3)]</c> on a class is the next layer of a straight line,
/// <c>new Conv2d(32, 3)</c> in a field is one that a method calls. It says its outputs; its inputs are inferred from where it is used.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerBase : Attribute
{
    /// <summary>So that a field of type <see cref="Layer"/> holds it.</summary>
    public static implicit operator Layer(LayerBase layer) => _ => throw CompiledLanguage.NotExecuted();
}
