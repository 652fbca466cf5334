using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>A step of a program whose buffers have no place yet.</summary>
internal abstract record LoweredStep;

/// <summary>A kernel and the values whose buffers it takes, with the offset of its first element in each.</summary>
internal sealed record LoweredCluster(Kernel Kernel, IReadOnlyList<KernelArgument> Arguments, bool Prepared) : LoweredStep;

/// <summary>A loop over what a graph of its own became. The counter is a symbol in the offsets and dims of the body.</summary>
internal sealed record LoweredLoop(string Counter, Dim Length, bool Backwards, Graph Graph, IReadOnlyList<LoweredStep> Body) : LoweredStep
{
    /// <summary>How it runs in slices; null where it cannot.</summary>
    public RowSlices? Rows { get; init; }
}

/// <param name="Packed">The packed copy of the value, not the value itself.</param>
/// <param name="Writes">The kernel writes it.</param>
internal sealed record KernelArgument(Value Value, Dim Offset, bool Writes, PackedOperand? Packed = null);

/// <summary>A packed copy of an operand: memory of its own, made before the contraction runs.</summary>
internal sealed record PackedOperand(Value Source, Dim Size, int Id);

internal static class LoweredSteps
{
    /// <summary>All kernels, those of loops once, in order.</summary>
    public static IEnumerable<LoweredCluster> Clusters(this IEnumerable<LoweredStep> steps) =>
        steps.SelectMany(step => step is LoweredLoop loop ? loop.Body.Clusters() : [(LoweredCluster)step]);
}
