using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Contractions;

/// <summary>
/// Images [N, H, W, C] in memory within a frame of zeros. To the eye a <see cref="Pad"/>, but a decision about memory: the kernel that computes the images writes them where
/// the next convolution reads them, and everyone else reads the part inside.
/// </summary>
internal sealed record Framed : PointwiseOp
{
    /// <summary>Rows above and columns to the left of an image.</summary>
    public Pair Before { get; init; }

    /// <summary>Rows below and columns to the right of an image.</summary>
    public Pair After { get; init; }

    public override string Name => "framed";

    public override string Doc => "Images [N, H, W, C] with rows and columns of zeros around each, in memory as such.";

    public override string AttributeText => $"{{before={Before}, after={After}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, H, W, C].")])
    {
        Samples =
        [
            Sample(new Framed { Before = 1, After = 1 }, Shape.Of(2, 3, 4, 5)),
            Sample(new Framed { Before = new Pair(0, 2), After = new Pair(1, 0) }, Shape.Of(1, 2, 3, 17)),
        ],
    };

    static OpSample Sample(Framed op, Shape x) => new(op, [new TensorType(DType.Float32, x)]) { Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var x = operands[0].Shape;
        return operands[0] with { Shape = Shape.Of(x[0], x[1] + Before.Y + After.Y, x[2] + Before.X + After.X, x[3]) };
    }

    /// <summary>Where an element of the images stands within the frame.</summary>
    public IReadOnlyList<Dim> Within(IReadOnlyList<Dim> index) => [index[0], index[1] + Before.Y, index[2] + Before.X, index[3]];

    /// <summary>The part inside.</summary>
    public Value Inside(Value framed)
    {
        var x = framed.Operands[0].Shape;
        return framed.Graph.Add(
            new Slice { Ranges = [SliceRange.All(x[0]), new SliceRange(Before.Y, x[1]), new SliceRange(Before.X, x[2]), SliceRange.All(x[3])] }, framed);
    }

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index)
    {
        var x = result.Operands[0].Shape;
        IEnumerable<Expr> Bounds(int axis, int before, int after)
        {
            if (before > 0) yield return Expr.Call(Intrinsic.GreaterOrEqual, new IndexValue(index[axis]), new IndexValue(before));
            if (after > 0) yield return Expr.Call(Intrinsic.Less, new IndexValue(index[axis]), new IndexValue(before + x[axis]));
        }

        var bounds = Bounds(1, Before.Y, After.Y).Concat(Bounds(2, Before.X, After.X)).ToList();
        var element = operands.Operand(0, [index[0], index[1] - Before.Y, index[2] - Before.X, index[3]]);
        return bounds.Count == 0 ? element : Expr.Select(bounds.Aggregate((a, b) => Expr.Call(Intrinsic.And, a, b)), element, new Literal(0, DType.Float32));
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is decided on after gradients are derived: it is never differentiated.");
}
