using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>
/// A buffer with rows written from a position on. On a session's state it happens in place: rows before the position are never changed, so that whoever reads those may run
/// before or after, and whoever reads the new ones reads the result of this op, which orders them.
/// </summary>
internal sealed record AppendRows : Op, IInPlaceOp
{
    /// <summary>Where the first row goes.</summary>
    public Dim Start { get; init; } = Dim.Zero;

    /// <summary>The axis that counts rows.</summary>
    public int Axis { get; init; }

    public override string Name => "append_rows";

    public override string Doc => "A buffer with rows written from a position on; a session's cache is written in place.";

    public override string AttributeText => $"{{at={Start}, axis={Axis}}}";

    public override OpSchema Schema => new(null, [])
    {
        Samples =
        [
            Sample(Dim.Zero, 0, Shape.Of(4, 3), Shape.Of(2, 3)),
            Sample(3, 0, Shape.Of(5, 17), Shape.Of(2, 17)),
            Sample(1, 1, Shape.Of(2, 6, 2, 3), Shape.Of(2, 4, 2, 3)),
        ],
    };

    static OpSample Sample(Dim start, int axis, Shape buffer, Shape rows) =>
        new(new AppendRows { Start = start, Axis = axis }, [new TensorType(DType.Float32, buffer), new TensorType(DType.Float32, rows)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (buffer, rows) = (operands[0].Shape, operands[1].Shape);
        var fits = buffer.Rank == rows.Rank && Axis < buffer.Rank && Enumerable.Range(0, buffer.Rank).All(axis => axis == Axis || buffer[axis] == rows[axis]);
        return fits ? operands[0] : throw new ShapeException($"rows of {rows} do not fit into {buffer}.");
    }

    public override void Lower(LoopBuilder loops, Value result)
    {
        loops.Nest("i", result.Shape.Dims, index => loops.Store(result, index, loops.Load(result.Operands[0], index)), LoopKind.Vector);
        LowerInPlace(loops, result);
    }

    public void LowerInPlace(LoopBuilder loops, Value result)
    {
        var rows = result.Operands[1];
        loops.Nest("i", rows.Shape.Dims, index => loops.Store(result, [.. index.Select((i, axis) => axis == Axis ? Start + i : i)], loops.Load(rows, index)), LoopKind.Vector);
    }

    // What was written over had no part in the result.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var rows = result.Operands[1];
        var zeros = dy.Graph.Add(new Constant(0)).BroadcastTo(rows.Shape);
        return [dy.Graph.Add(this, dy, zeros), dy.Slice(Axis, new Views.SliceRange(Start, rows.Shape[Axis]))];
    }
}
