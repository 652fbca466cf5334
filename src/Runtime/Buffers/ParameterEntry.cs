using System;
using System.Linq;

namespace Sinter;

/// <summary>A tensor of a model: a learned parameter, or a state that is kept beside them (running statistics).</summary>
/// <param name="Name">As PyTorch names it: <c>conv1.weight</c>.</param>
/// <param name="Shape">The extents, outermost first; empty for a scalar.</param>
/// <param name="Offset">The first element in the flat buffer.</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="Frozen">It is a parameter, but no loss changes it.</param>
/// <param name="Role">What it is to its layer; means nothing for a state.</param>
public sealed record ParameterEntry(string Name, int[] Shape, long Offset, ParameterInitializer Initializer, bool Frozen = false, ParameterRole Role = ParameterRole.Weight)
{
    /// <summary>The number of elements.</summary>
    public int Length { get; } = Shape.Aggregate(1, (length, extent) => checked(length * extent));

    /// <inheritdoc/>
    public override string ToString() => $"{Name} [{string.Join(", ", Shape)}]";
}
