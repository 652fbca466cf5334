using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.LoopIR;

/// <summary>Attention or its derivative as a call of the runtime's driver; what it computes is what <see cref="AttentionLoops"/> writes as loops.</summary>
/// <param name="Roles">What each buffer is, in the order of the slots.</param>
internal sealed record AttentionKernel(
    string Name,
    string Comment,
    EquatableArray<Buffer> Buffers,
    EquatableArray<AttentionRole> Roles,
    AttentionShape Shape) : Kernel(Name, Comment, Buffers)
{
    /// <summary>The slot of a buffer; null when there is none.</summary>
    public int? Slot(AttentionRole role)
    {
        for (var slot = 0; slot < Roles.Count; slot++)
        {
            if (Roles[slot] == role) return slot;
        }
        return null;
    }

    /// <summary>The derivative rather than the function.</summary>
    public bool IsGradient => Slot(AttentionRole.Upstream) is not null;
}
