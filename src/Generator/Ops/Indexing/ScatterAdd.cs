using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Indexing;

/// <summary>y[indices[i…], …] += x[i…, …], from zero: the derivative of <see cref="Gather"/> by its table.</summary>
internal sealed record ScatterAdd : Op, IIndexingOp, IIndependentOuterLoop
{
    const int Block = 64;

    public Dim Rows { get; init; } = 1;

    public override string Name => "scatter_add";

    public override string Doc => "y[v, …] = Σ over the i… with indices[i…] = v of x[i…, …]: the derivative of gather by its table.";

    public override string AttributeText => $"{{rows={Rows}}}";

    public EquatableArray<Indices> Indices(Value value) => [new(0, Rows)];

    public override OpSchema Schema => new(null, [new OpParameter("indices", ParameterKind.IntTensor, "Any shape."), new OpParameter("x", ParameterKind.Tensor, "[indices…, …].")])
    {
        Samples =
        [
            Sample(5, Shape.Of(4), Shape.Of(4, 3)),
            Sample(3, Shape.Of(2, 6), Shape.Of(2, 6, 17)),
            Sample(4, Shape.Of(7), Shape.Of(7)),
            Sample(3, Shape.Of(5), Shape.Of(5, 2, Block)),
        ],
    };

    static OpSample Sample(int rows, Shape indices, Shape x) => new(new ScatterAdd { Rows = rows }, [new TensorType(DType.Int32, indices), new TensorType(DType.Float32, x)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) =>
        new(DType.Float32, Shape.Of([Rows, .. operands[1].Shape.Dims.Skip(operands[0].Shape.Rank)]));

    // The same index may come twice, so the indices stay in order: what is added to a row is the same for any number of threads. Blocks of columns are independent.
    public override void Lower(LoopBuilder loops, Value result)
    {
        var (indices, x) = (result.Operands[0], result.Operands[1]);
        var (positions, columns) = (indices.Shape.Size, Shape.Of(result.Shape.Dims.Skip(1)).Size);
        var block = columns.DivideExactly(Block) is null ? columns : Block;
        var (from, to) = (loops.BufferOf(x), loops.BufferOf(result));
        loops.Loop("block", Dim.FloorDivide(columns, block), b =>
        {
            loops.Loop("v", Rows, v =>
                loops.Loop("c", block, c => loops.Add(new Store(to, v * columns + b * block + c, 0)), LoopKind.Vector));
            loops.Loop("i", positions, i =>
            {
                Dim row = Dim.Symbol(loops.Let("at", new Load(loops.BufferOf(indices), i).Within(Rows)).Name);
                loops.Loop("c", block, c => loops.Add(new Store(to, row * columns + b * block + c, new Load(from, i * columns + b * block + c), Accumulate: true)), LoopKind.Vector);
            });
        });
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [null, dy.Graph.Add(new Gather(), dy, result.Operands[0])];
}
