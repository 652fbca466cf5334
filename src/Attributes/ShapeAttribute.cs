using System;

namespace Sinter;

/// <summary>
/// The shape of a tensor that an entry point takes: <c>[Shape("N", "T", 256)] Tensor x</c>. The same name is the same number everywhere in the entry point. Without extents, <c>[Shape]</c> is a scalar.
/// </summary>
/// <param name="extents">Outermost first: numbers, or names of symbolic extents such as "N".</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute(params object[] extents) : Attribute
{
    /// <summary>Extents: <see langword="int"/> or <see langword="string"/>.</summary>
    public object[] Extents { get; } = extents;
}
