using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Attentions;

/// <summary>
/// Attention without its matrix of weights, and the logarithms of the rows' sums, from which the derivative finds the weights again (Dao et al. 2022).
/// Operands: queries, keys, values, and padding where there is some. Results: y [N, T, heads, size] and the logarithms [N, heads, T].
/// </summary>
internal sealed record FlashAttention : AttentionOp
{
    public override string Name => "flash_attention";

    public override string Doc => "Attention without its matrix of weights, and the logarithms of the rows' sums, from which the derivative finds the weights again (Dao et al. 2022).";

    public override IReadOnlyList<AttentionRole> OperandRoles => HasPadding
        ? [AttentionRole.Query, AttentionRole.Key, AttentionRole.Value, AttentionRole.Padding]
        : [AttentionRole.Query, AttentionRole.Key, AttentionRole.Value];

    public override IReadOnlyList<AttentionRole> PartRoles => [AttentionRole.Result, AttentionRole.LogSum];

    public override IReadOnlyList<TensorType> InferTypes(IReadOnlyList<TensorType> operands)
    {
        Check(operands);
        var (q, v) = (operands[0].Shape, operands[2].Shape);
        return [new(DType.Float32, Shape.Of(q[0], q[1], q[2], v[3])), new(DType.Float32, Shape.Of(q[0], q[2], q[1]))];
    }

    public override IReadOnlyList<Value?> Gradient(Value result, IReadOnlyList<Value?> dys)
    {
        if (dys[1] is not null) throw new System.InvalidOperationException("The logarithms of the sums serve the derivative only.");
        var gradient = result.Graph.Add(new FlashAttentionGradient { Settings = Settings, HasPadding = HasPadding }, [.. result.Operands, result.Part(0), result.Part(1), dys[0]!]);
        return [gradient.Part(0), gradient.Part(1), gradient.Part(2), .. result.Operands.Skip(3).Select(_ => (Value?)null)];
    }

    protected override void Write(AttentionLoops loops) => loops.Forward();
}
