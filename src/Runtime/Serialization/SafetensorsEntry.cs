using System.Collections.Generic;

namespace Sinter;

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its elements' type.</param>
/// <param name="Shape">The extents, outermost first.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, IReadOnlyList<long> Shape, long Begin, long End)
{
    /// <summary>The number of elements.</summary>
    public long Length => (End - Begin) / Type.Size();

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Type.ToText()}[{string.Join(", ", Shape)}]";
}
