using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Lowering;

/// <summary>From a graph to kernels and where their buffers lie.</summary>
internal static class Lower
{
    /// <summary>Fused kernels over a shared arena.</summary>
    public static EntryProgram ToKernels(Graph graph, ModelLayout layout, EntryKind kind) => throw new System.NotSupportedException();

    /// <summary>One kernel per op and a buffer of its own per value: the reference that fused programs are tested against.</summary>
    public static EntryProgram ToUnfusedKernels(Graph graph, ModelLayout layout) => throw new System.NotSupportedException();
}
