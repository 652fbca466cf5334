using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Lowering;

/// <summary>Which values have a buffer, and where an element of a view lies in the buffer behind it.</summary>
internal sealed class Storage
{
    readonly HashSet<Value> computed = [];

    /// <summary>Declares that a value gets a buffer.</summary>
    public void Materialize(Value value) => computed.Add(value);

    public bool HasBuffer(Value value) => value.Op is LeafOp and not Constant || computed.Contains(value);

    /// <summary>The value whose buffer holds this one's elements in row-major order: itself, or what it is a reshape of. Null: there is none.</summary>
    public Value? ContiguousBuffer(Value value) => value switch
    {
        _ when HasBuffer(value) => value,
        { Op: Reshape } => ContiguousBuffer(value.Operands[0]),
        _ => null,
    };

    /// <summary>The buffer and offset of an element when only views lie between; null otherwise.</summary>
    public (Value Buffer, Dim Offset)? Find(Value value, IReadOnlyList<Dim> index, DimRanges ranges)
    {
        if (ContiguousBuffer(value) is { } buffer) return (buffer, ranges.Simplify(value.Shape.Offset(index)));
        if (value.Op is not ViewOp view || view.Inside(value, index) is not null) return null;
        return Find(value.Operands[0], [.. view.Source(value, index).Select(ranges.Simplify)], ranges);
    }
}
