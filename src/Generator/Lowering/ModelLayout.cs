using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.Declaration;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Lowering;

/// <summary>
/// Where each parameter and state begins in the flat buffers, in elements. Each starts at a multiple of 16 elements (a cache line); gradients and optimizer
/// state are laid out as the parameters are.
/// </summary>
internal sealed class ModelLayout
{
    const int Alignment = 16;

    public ModelLayout(ModelDeclaration model)
    {
        foreach (var parameter in model.Parameters)
        {
            ParameterOffsets[parameter.Path] = ParameterLength;
            ParameterLength += Aligned(parameter.Shape);
        }
        foreach (var state in model.States)
        {
            StateOffsets[state.Path] = StateLength;
            StateLength += Aligned(state.Shape);
        }
        foreach (var state in model.Session?.States ?? [])
        {
            SessionOffsets[state.Path] = SessionLength;
            SessionLength += MemoryPlan.Aligned(state.Shape.Size);
        }
    }

    public Dictionary<string, long> ParameterOffsets { get; } = [];

    public Dictionary<string, long> StateOffsets { get; } = [];

    public long ParameterLength { get; private set; }

    public long StateLength { get; private set; }

    /// <summary>In the memory of a session, which depends on its batch.</summary>
    public Dictionary<string, Dim> SessionOffsets { get; } = [];

    public Dim SessionLength { get; private set; } = Dim.Zero;

    /// <summary>The elements from a tensor's beginning to the next one's.</summary>
    public static long Span(Shape shape) => Aligned(shape);

    static long Aligned(Shape shape) => (shape.Size.Constant!.Value + Alignment - 1) / Alignment * Alignment;
}
