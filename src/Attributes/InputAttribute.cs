using System;

namespace Sinter;

/// <summary>The input of a network that is a straight line of layer attributes: <c>[Network, Input("N", 1, 28, 28)]</c>.</summary>
/// <param name="shape">Extents, outermost first: numbers, or names of symbolic extents such as "N". Images are [N, C, H, W].</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute(params object[] shape) : Attribute
{
    /// <summary>Extents: <see langword="int"/> or <see langword="string"/>.</summary>
    public object[] Shape { get; } = shape;

    /// <summary>True: the input is <see langword="int"/> (tokens for an <c>Embedding</c>).</summary>
    public bool Integers { get; set; }
}
