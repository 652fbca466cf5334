using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Contractions;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Lowering;

using State = Sinter.Generator.GraphIR.State;

/// <summary>
/// Decides which values are computed once, by a kernel, and which are recomputed by their readers: views always (an index is cheaper than a
/// copy) unless something needs them in memory, values whose single reader looks at them through a view, and what takes a few operations from one tensor that is in memory
/// anyway: x − mean, y &gt; 0.
/// </summary>
internal sealed class Recomputation
{
    // Shift, scale and shift again.
    const int MostOperations = 4;

    readonly ValueUses uses;
    readonly HashSet<Value> outputs;
    readonly HashSet<Value> needBuffer = [];
    readonly HashSet<Value> recomputed = [];
    readonly Dictionary<Value, IReadOnlyList<Value>> readsOf = [];

    public Recomputation(ValueUses uses, IEnumerable<Value> outputs)
    {
        this.uses = uses;
        this.outputs = [.. outputs];
        needBuffer.UnionWith(this.outputs);
        foreach (var value in uses.Live) NeedRegularReshape(value);
        foreach (var value in uses.Live) NeedBuffers(value);
        foreach (var value in uses.Live.Reverse())
        {
            if (value.Op is PointwiseOp and not (ViewOp or Framed) && !needBuffer.Contains(value) && IsRecomputed(value)) recomputed.Add(value);
        }
    }

    public bool IsOutput(Value value) => outputs.Contains(value);

    /// <summary>True for what a kernel computes as such.</summary>
    public bool IsComputed(Value value) =>
        value.Op is not LeafOp && (needBuffer.Contains(value) || (value.Op is not ViewOp && !recomputed.Contains(value)));

    /// <summary>The computed value or leaf whose memory an operand of a contraction or of an op with own loops shows.</summary>
    public Value BufferBehind(Value operand)
    {
        while (operand.Op is ViewOp && !needBuffer.Contains(operand)) operand = operand.Operands[0];
        return operand;
    }

    /// <summary>The computed values and leaves that one value is computed from, behind views and what is recomputed.</summary>
    public IReadOnlyList<Value> ReadsOf(Value member)
    {
        if (!readsOf.TryGetValue(member, out var reads)) readsOf[member] = reads = [.. ReadBy(member).Distinct()];
        return reads;
    }

    IEnumerable<Value> ReadBy(Value member)
    {
        switch (member.Op)
        {
            case PointwiseOp:
                var own = new LoopCluster(member.Shape, null, false);
                return Reads.Of(member, own.Index, own.Ranges(), IsComputed).All.Select(r => r.Value);
            case ReductionOp:
                var domain = new LoopCluster(member.Operands[0].Shape, null, false);
                return Reads.Behind(member.Operands[0], domain.Index, domain.Ranges(), IsComputed).All.Select(r => r.Value);
            default:
                return member.Operands.Select(BufferBehind);
        }
    }

    // A reshape of a view may divide by extents at every element (the flattening of a transposed image): then the view is put in memory, and the reshape is free.
    void NeedRegularReshape(Value value)
    {
        if (value.Op is Reshape && value.Operands[0].Op is ViewOp && !IsRowMajor(value.Operands[0]) && !IsAffine(value) && !IsOnlyPacked(value)) needBuffer.Add(value.Operands[0]);
    }

    // Packing is a copy in another order already.
    bool IsOnlyPacked(Value value) => uses.IsPrepared(value) && uses.Users(value).All(user =>
        user.Op is ContractionOp contraction && !uses.IsPrepared(user) && user.Operands[1] == value && user.Operands[0] != value && PackedOrder(user, contraction) is not null);

    ContractionEquation? PackedOrder(Value value, ContractionOp contraction) =>
        OperandOrder.Strided(contraction.Equation([.. value.Operands.Select(o => o.Type)]), (equation, ranges) => Place(value.Operands[1], equation.B, ranges)?.Offset);

    // Contractions read any strides, ops with own loops read row-major elements; what cannot be had so is put in memory.
    void NeedBuffers(Value value)
    {
        if (value.Op is ContractionOp contraction)
        {
            var equation = contraction.Equation([.. value.Operands.Select(o => o.Type)]);
            if (Strides(value.Operands[0], equation.A, equation.All) is not { } a || (a.Strides(equation.N) != Dim.Zero && a.Strides(equation.N) != Dim.One)) needBuffer.Add(value.Operands[0]);
            if (uses.IsPrepared(value.Operands[1]) && !uses.IsPrepared(value) && PackedOrder(value, contraction) is { } order) equation = order;
            if (Strides(value.Operands[1], equation.B, equation.All) is not { } b || !PackedOperands.CanPack(b, equation)) needBuffer.Add(value.Operands[1]);
        }
        else if (value.Op is AttentionOp)
        {
            foreach (var operand in value.Operands.Take(3).Where(o => !HasStrides(o))) needBuffer.Add(operand);
            foreach (var operand in value.Operands.Skip(3)) NeedRowMajor(operand);
        }
        else if (value.Op is IWindowed)
        {
            foreach (var table in value.Operands.Skip(1)) NeedRowMajor(table);
        }
        else if (value.Op is not (PointwiseOp or ReductionOp or LeafOp))
        {
            foreach (var operand in value.Operands) NeedRowMajor(operand);
        }
    }

    // The numbers of a head are neighbors, and everything else lies at some distance.
    bool HasStrides(Value operand)
    {
        var indices = AttentionOp.Indices(operand.Type);
        return Strides(operand, [.. indices.Select(i => (Dim)i)], indices) is { } strided && strided.Strides(indices[3]) == Dim.One;
    }

    // The operand as strides through what will be in memory; null when there is no such thing.
    StridedOperand? Strides(Value operand, IReadOnlyList<Dim> index, IEnumerable<EquationIndex> indices)
    {
        var ranges = DimRanges.Of(indices);
        return Place(operand, index, ranges) is var (buffer, offset) && ranges.IsAffine(offset) ? new StridedOperand(buffer, offset, indices) : null;
    }

    // Where an element of the operand lies in what will be in memory; null when there is no such thing.
    (Value Buffer, Dim Offset)? Place(Value operand, IReadOnlyList<Dim> index, DimRanges ranges)
    {
        while (operand.Op is ViewOp view && !needBuffer.Contains(operand))
        {
            // A reshape of what is in memory row by row is the same memory.
            if (operand.Op is Reshape && IsRowMajor(operand.Operands[0])) break;
            if (view.Inside(operand, index) is not null) return null;
            index = [.. view.Source(operand, index).Select(ranges.Simplify)];
            operand = operand.Operands[0];
        }
        return operand.Op is Constant ? null : (operand, ranges.Simplify(operand.Shape.Offset(index)));
    }

    bool IsRowMajor(Value value) => needBuffer.Contains(value) || (value.Op is Reshape ? IsRowMajor(value.Operands[0]) : value.Op is not ViewOp and not Constant && !IsToldByIndex(value));

    void NeedRowMajor(Value operand)
    {
        if (!IsRowMajor(operand)) needBuffer.Add(operand);
    }

    bool IsRecomputed(Value value)
    {
        if (IsToldByIndex(value) || IsLook(value)) return true;
        if (uses.Users(value) is not [var user] || uses.IsPrepared(value) != uses.IsPrepared(user) || EndsContraction(value)) return false;
        var index = new LoopCluster(value.Shape, null, false);
        if (Reads.Of(value, index.Index, index.Ranges(), v => v.Op is not ViewOp).Binds) return false;
        return (user.Op is ElementwiseOp && recomputed.Contains(user))
            || (user.Op is ReductionOp reduction && !reduction.Axes.Contains(value.Rank - 1))
            || (user.Op is ViewOp && IsPassedOn(user));
    }

    // A few operations on one tensor that is in memory anyway, with numbers of the channel: to read the tensor costs no more than to read their result.
    bool IsLook(Value value) =>
        value.Op is ElementwiseOp and not IVariesPerCall && !uses.IsPrepared(value) && !EndsContraction(value)
        && IsReadByElement(value) && OperationsFromMemory(value) is <= MostOperations;

    // Nobody wants it in memory.
    bool IsReadByElement(Value value) => uses.Users(value).All(user => user.Op switch
    {
        ViewOp => needBuffer.Contains(user) || IsReadByElement(user),
        Framed or IWindowed => false,
        _ => user.Op is PointwiseOp or ReductionOp,
    });

    int? OperationsFromMemory(Value value)
    {
        if (value.Op is not ElementwiseOp || needBuffer.Contains(value)) return IsInMemory(value) ? 0 : null;
        return value.Operands.Where(operand => !IsChannelNumber(operand)).Distinct().ToList() is [var seen] && seen.Shape == value.Shape
            ? Cost.Of(value) + OperationsFromMemory(seen)
            : null;
    }

    // A state is overwritten in between.
    bool IsInMemory(Value value) => value.Op is LeafOp and not (Constant or State or SessionState) || needBuffer.Contains(value)
        || (value.Op is ContractionOp && uses.Users(value).Count > 1)
        || (value.Op is Slice && value.Operands[0].Op is Framed);

    // One number, or one for each channel.
    static bool IsChannelNumber(Value operand) => operand.Op is Constant || (operand.Op is Broadcast && operand.Operands[0] is { Op: not (State or SessionState), Shape: var source }
        && (source.Size == Dim.One || (source.Rank > 0 && source[source.Rank - 1] == source.Size && source.Size == operand.Shape[operand.Rank - 1])));

    // Positions along an axis: no one keeps them unless an op with own loops reads them.
    static bool IsToldByIndex(Value value) => value.Op is PointwiseOp and not IVariesPerCall && value.Operands.Count == 0;

    // Through views that show each element at most once, to a buffer or to a kernel that reads it in another order.
    bool IsPassedOn(Value view)
    {
        if (view.Op is IExpandingView || (view.Op is Reshape && !IsAffine(view))) return false;
        if (needBuffer.Contains(view)) return true;
        return uses.Users(view) is [var user] && (user.Op is ViewOp ? IsPassedOn(user) : user.Op is (PointwiseOp and not IWindowed) or ReductionOp && view.Op is not Reshape);
    }

    static bool IsAffine(Value reshape)
    {
        var reader = new LoopCluster(reshape.Shape, null, false);
        var ranges = reader.Ranges();
        return ((Reshape)reshape.Op).Source(reshape, reader.Index).Select(ranges.Simplify).All(ranges.IsAffine);
    }

    // An elementwise chain on a contraction's sums is better off as its epilogue.
    bool EndsContraction(Value value) => value.Op is ElementwiseOp
        && value.Operands.Any(o => o.Shape == value.Shape && uses.Users(o).Count == 1 && (o.Op is ContractionOp || EndsContraction(o)));
}
