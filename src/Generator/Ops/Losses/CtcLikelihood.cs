using System;
using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The loss of each sequence from the forward variables: minus ln of the probability of the paths that end in the last label, or in the blank behind it.</summary>
internal sealed record CtcLikelihood : PointwiseOp
{
    public override string Name => "ctc_likelihood";

    public override string Doc => "y[n] = −ln(e^a[n, T, 2L] + e^a[n, T, 2L − 1]), T and L the lengths of sequence n (Graves et al. 2006, eq. 8); ∞ when there is no path.";

    public override OpSchema Schema => new(null,
    [
        new OpParameter("alphas", ParameterKind.Tensor, "[N, T + 1, 2S + 1]."),
        new OpParameter("inputLengths", ParameterKind.IntTensor, "[N]."),
        new OpParameter("targetLengths", ParameterKind.IntTensor, "[N]."),
    ])
    {
        Samples = [Sample(7, 4, 3), Sample(3, 3, 2)],
    };

    static OpSample Sample(int n, int t, int s)
    {
        var lengths = new TensorType(DType.Int32, Shape.Of(n));
        return new(new CtcLikelihood(), [new TensorType(DType.Float32, Shape.Of(n, t + 1, 2 * s + 1)), lengths, lengths], -5, 0) { Differentiable = false };
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new(DType.Float32, Shape.Of(operands[0].Shape[0]));

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is a part of ctc_loss, which has a gradient of its own.");

    public override Expr Element(IElements operands, Value result, IReadOnlyList<Dim> index)
    {
        var (frames, states) = (result.Operands[0].Shape[1], result.Operands[0].Shape[2]);
        var n = index[0];
        var t = operands.Bind(operands.Operand(1, [n]).Within(frames));
        var final = Expr.Call(Intrinsic.Multiply, operands.Operand(2, [n]), new Literal(2, DType.Int32));
        var (blank, label) = (Alpha(final), Alpha(Expr.Call(Intrinsic.Subtract, final, new Literal(1, DType.Int32))));

        // Without labels there is the first blank alone.
        label = Expr.Select(Expr.Call(Intrinsic.Greater, final, new Literal(0, DType.Int32)), label, CtcLattice.Never);
        var (max, min) = (Expr.Call(Intrinsic.Maximum, Expr.Call(Intrinsic.Maximum, blank, label), CtcLattice.Never), Expr.Call(Intrinsic.Minimum, blank, label));
        var sum = max + Expr.Call(Intrinsic.LogOnePlus, Expr.Call(Intrinsic.Exp, min - max));
        return Expr.Select(Expr.Call(Intrinsic.LessOrEqual, max, CtcLattice.Never / 2), double.PositiveInfinity, -sum);

        Expr Alpha(Expr state) => operands.Operand(0, [n, t, operands.Bind(state.Within(states))]);
    }
}
