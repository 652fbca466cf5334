using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// C[b…, m, n] = Σₖ A[b…, m, k]·B[b…, k, n]; B may be one matrix [k, n] for all batches. Vectors are matrices with an extent of one, which the user's
/// function adds and removes.
/// </summary>
internal sealed record MatMul : ContractionOp
{
    const int MaximumBatchAxes = 4;

    public override string Name => "matmul";

    public override string Doc =>
        "Matrix product over the last two axes, c[…, m, n] = Σₖ a[…, m, k]·b[…, k, n]. Axes before them broadcast; a vector is a row on the left and " +
        "a column on the right (torch.matmul).";

    public override OpSchema Schema => new("MatMul",
    [
        new OpParameter("a", ParameterKind.Tensor, "[…, M, K], or a vector [K]."),
        new OpParameter("b", ParameterKind.Tensor, "[…, K, N], or a vector [K]."),
    ])
    {
        Build = call => [call.Tensor("a").MatMul(call.Tensor("b"))],
        Samples =
        [
            Sample(Shape.Of(3, 5), Shape.Of(5, 4)),
            Sample(Shape.Of(1, 17), Shape.Of(17, 1)),
            Sample(Shape.Of(19, 1), Shape.Of(1, 33)),
            Sample(Shape.Of(2, 3, 5), Shape.Of(5, 7)),
            Sample(Shape.Of(2, 3, 5), Shape.Of(2, 5, 7)),
            Sample(Shape.Of(3, 5), Shape.Of(2, 5, 7)),
            Sample(Shape.Of(2, 1, 3, 4), Shape.Of(3, 4, 5)),
        ],
    };

    static OpSample Sample(Shape a, Shape b) => new(new MatMul(), [new TensorType(DType.Float32, a), new TensorType(DType.Float32, b)]);

    /// <summary>Operands of rank 1 as matrices, the product, and their axes taken out again.</summary>
    public static Value Apply(Value a, Value b)
    {
        if (a.Rank == 0 || b.Rank == 0) throw new ShapeException($"operands must be vectors or matrices: {a.Shape} × {b.Shape}.");
        RequireInner(a.Shape, b.Shape);
        var left = a.Rank == 1 ? a.Reshape(Shape.Of(1, a.Shape[0])) : a;
        var right = b.Rank == 1 ? b.Reshape(Shape.Of(b.Shape[0], 1)) : b;
        var product = left.Graph.Add(new MatMul(), left, right);
        var dims = product.Shape.Dims.ToList();
        if (b.Rank == 1) dims.RemoveAt(dims.Count - 1);
        if (a.Rank == 1) dims.RemoveAt(dims.Count - (b.Rank == 1 ? 1 : 2));
        return product.Reshape(Shape.Of(dims));
    }

    // One matrix on the right stays one: its product with a batch is a single tall product.
    public override IReadOnlyList<Value> Prepare(IReadOnlyList<Value> operands)
    {
        var (a, b) = (operands[0], operands[1]);
        if (a.Rank < 2 || b.Rank <= 2) return operands;
        RequireInner(a.Shape, b.Shape);
        var batch = Broadcasting.Common(Batch(a.Shape), Batch(b.Shape));
        return [a.BroadcastTo(Shape.Of([.. batch.Dims, .. Matrix(a.Shape)])), b.BroadcastTo(Shape.Of([.. batch.Dims, .. Matrix(b.Shape)]))];
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (a, b) = (operands[0].Shape, operands[1].Shape);
        if (a.Rank < 2 || b.Rank < 2) throw new ShapeException($"operands must be matrices: {a} × {b}.");
        RequireInner(a, b);
        var batch = b.Rank == 2 ? Batch(a) : Broadcasting.Common(Batch(a), Batch(b));
        if (batch.Rank > MaximumBatchAxes) throw new ShapeException($"at most {MaximumBatchAxes} axes may stand before the matrices: {a} × {b}.");
        return new TensorType(DType.Float32, Shape.Of([.. batch.Dims, a[a.Rank - 2], b[b.Rank - 1]]));
    }

    public override ContractionEquation Equation(IReadOnlyList<TensorType> operands)
    {
        var (a, b) = (operands[0].Shape, operands[1].Shape);
        EquationIndex[] batch = [.. Batch(a).Dims.Select((extent, axis) => new EquationIndex($"b{axis}", extent))];
        var (m, n, k) = (new EquationIndex("m", a[a.Rank - 2]), new EquationIndex("n", b[b.Rank - 1]), new EquationIndex("k", a[a.Rank - 1]));
        Dim[] outer = [.. batch.Select(index => (Dim)index)];
        return new ContractionEquation(batch, m, n, [], k, A: [.. outer, m, k], B: b.Rank == 2 ? [k, n] : [.. outer, k, n], C: [.. outer, m, n]);
    }

    // For one matrix on the right, the batches are further rows: dB sums over all of them in one product.
    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var (a, b) = (result.Operands[0], result.Operands[1]);
        var da = dy.MatMul(b.SwapLastAxes());
        var db = b.Rank == 2 ? AsMatrix(a).SwapLastAxes().MatMul(AsMatrix(dy)) : a.SwapLastAxes().MatMul(dy);
        return [da, db];
    }

    static Value AsMatrix(Value x) => x.Reshape(Shape.Of(Batch(x.Shape).Size * x.Shape[x.Rank - 2], x.Shape[x.Rank - 1]));

    static Shape Batch(Shape shape) => Shape.Of(shape.Dims.Take(shape.Rank - 2));

    static IEnumerable<Dim> Matrix(Shape shape) => shape.Dims.Skip(shape.Rank - 2);

    static void RequireInner(Shape a, Shape b)
    {
        if (a[a.Rank - 1] != b[b.Rank == 1 ? 0 : b.Rank - 2]) throw new ShapeException($"inner dimensions differ: {a} × {b}.");
    }
}
