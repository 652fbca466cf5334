using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.GraphIR;

/// <summary>A value of a graph as a plain, value-equal record; operands are positions in the list of nodes that it stands in.</summary>
internal sealed record GraphNode(Op Op, EquatableArray<int> Operands, string? Name);
