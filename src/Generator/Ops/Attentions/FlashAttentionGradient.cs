using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Attentions;

/// <summary>The derivatives of <see cref="FlashAttention"/> by queries, keys and values, from its operands, its results and the derivative by y: weights are computed again, block by block.</summary>
internal sealed record FlashAttentionGradient : AttentionOp
{
    public override string Name => "flash_attention_gradient";

    public override string Doc => "The derivatives of flash_attention by queries, keys and values: weights are computed again, block by block (Dao et al. 2022).";

    public override IReadOnlyList<AttentionRole> OperandRoles =>
    [
        AttentionRole.Query, AttentionRole.Key, AttentionRole.Value, .. HasPadding ? [AttentionRole.Padding] : Array.Empty<AttentionRole>(),
        AttentionRole.Result, AttentionRole.LogSum, AttentionRole.Upstream,
    ];

    public override IReadOnlyList<AttentionRole> PartRoles => [AttentionRole.QueryGradient, AttentionRole.KeyGradient, AttentionRole.ValueGradient];

    public override IReadOnlyList<TensorType> InferTypes(IReadOnlyList<TensorType> operands)
    {
        Check(operands);
        return [.. operands.Take(3)];
    }

    public override IReadOnlyList<Value?> Gradient(Value result, IReadOnlyList<Value?> dys) => throw new InvalidOperationException($"{Name} is itself a gradient: it is never differentiated.");

    protected override void Write(AttentionLoops loops) => loops.Backward();
}
