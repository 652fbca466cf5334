using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Random;

namespace Sinter.Generator.Ops;

/// <summary>Attention, or its derivative: a bundle that becomes a kernel of its own kind. Queries, keys and values are [N, T, heads, size] and may be any strided view.</summary>
internal abstract record AttentionOp : BundleOp, IRandom
{
    public AttentionSettings Settings { get; init; } = new();

    /// <summary>There is padding, [N, T] of the keys.</summary>
    public bool HasPadding { get; init; }

    public int Stream => Settings.Stream;

    /// <summary>What the operands are, in order: queries, keys and values first.</summary>
    public abstract IReadOnlyList<AttentionRole> OperandRoles { get; }

    /// <summary>What the results are, in order.</summary>
    public abstract IReadOnlyList<AttentionRole> PartRoles { get; }

    public override string AttributeText
    {
        get
        {
            var s = Settings;
            var text = $"scale={s.Scale.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}";
            if (s.Causal) text += ", causal";
            if (s.Window > 0) text += $", window={s.Window}";
            if (HasPadding) text += ", padding";
            if (s.Dropout > 0) text += $", dropout={s.Dropout.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}, stream={s.Stream}";
            return $"{{{text}}}";
        }
    }

    public override OpSchema Schema => new(null, [.. OperandRoles.Select(role => new OpParameter(role.ToString(), role == AttentionRole.Padding ? ParameterKind.BoolTensor : ParameterKind.Tensor, Documentation(role)))]);

    /// <summary>The extents, with operands that lie densely.</summary>
    public AttentionShape ShapeOf(IReadOnlyList<TensorType> operands)
    {
        var (q, k, v) = (operands[0].Shape, operands[1].Shape, operands[2].Shape);
        return new AttentionShape(
            q[0], q[2], k[2], q[1], k[1], q[3], v[3],
            HeadStrides.Dense(q[1], q[2], q[3]), HeadStrides.Dense(k[1], k[2], k[3]), HeadStrides.Dense(v[1], v[2], v[3]), Settings);
    }

    /// <summary>The indices of an operand of rank 4 under which its strides are found.</summary>
    public static IReadOnlyList<EquationIndex> Indices(TensorType operand) => [.. new[] { "b", "t", "h", "c" }.Select((name, axis) => new EquationIndex(name, operand.Shape[axis]))];

    public override void Lower(LoopBuilder loops, Value result)
    {
        Buffer? BufferOf(AttentionRole role)
        {
            for (var i = 0; i < OperandRoles.Count; i++) if (OperandRoles[i] == role) return loops.BufferOf(result.Operands[i]);
            for (var i = 0; i < PartRoles.Count; i++) if (PartRoles[i] == role) return loops.Part(i) is { } part ? loops.BufferOf(part) : null;
            return null;
        }

        Write(new AttentionLoops(loops, ShapeOf([.. result.Operands.Select(o => o.Type)]), BufferOf));
    }

    protected abstract void Write(AttentionLoops loops);

    protected void Check(IReadOnlyList<TensorType> operands)
    {
        var (q, k, v) = (operands[0].Shape, operands[1].Shape, operands[2].Shape);
        if (q.Rank != 4 || k.Rank != 4 || v.Rank != 4) throw new ShapeException($"queries, keys and values must be [N, T, heads, size], but are {q}, {k} and {v}.");
        if (k[0] != q[0] || v[0] != q[0]) throw new ShapeException($"there are {q[0]} sequences of queries, {k[0]} of keys and {v[0]} of values.");
        if (v[1] != k[1]) throw new ShapeException($"there are {k[1]} keys but {v[1]} values.");
        if (k[3] != q[3]) throw new ShapeException($"a head of the queries has {q[3]} numbers, one of the keys {k[3]}.");
        if (v[2] != k[2]) throw new ShapeException($"keys have {k[2]} heads, values {v[2]}.");
        if (q[2].Constant is not { } heads || k[2].Constant is not > 0 and var _ || heads % k[2].Constant != 0)
            throw new ShapeException($"the {q[2]} heads of the queries cannot be shared out among the {k[2]} heads of the keys.");
        if (HasPadding && operands[3].Shape != Shape.Of(k[0], k[1])) throw new ShapeException($"the padding must be [{k[0]}, {k[1]}], one for each key, but is {operands[3].Shape}.");
        if (Settings.Window < 0 || (Settings.Window > 0 && !Settings.Causal)) throw new ShapeException("a window is a positive number of keys, for causal attention.");
        if (Settings.Dropout is not (>= 0 and < 1)) throw new ShapeException($"the dropout must lie in [0, 1), but is {Settings.Dropout}.");
    }

    static string Documentation(AttentionRole role) => role switch
    {
        AttentionRole.Padding => "[N, T of the keys]: true for keys that no query sees.",
        AttentionRole.LogSum => "[N, heads, T]: the logarithms of the rows' sums of exponentials.",
        _ => "[N, T, heads, size].",
    };
}
