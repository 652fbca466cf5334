using System;
using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The backward variables of CTC: ln of the probability that a path that is in a state after t frames ends as it must.</summary>
internal sealed record CtcBetas : Op, IIndependentOuterLoop
{
    public int Blank { get; init; }

    public override string Name => "ctc_betas";

    public override string Doc =>
        "y[n, t, s] = ln Σ over the paths from state s after t frames to the end of the probability of the rest (Graves et al. 2006, eq. 9 to 11, without the frame itself); −10³⁰ for no path and behind the end.";

    public override string AttributeText => $"{{blank={Blank}}}";

    public override OpSchema Schema => new(null,
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, T, C]."),
        new OpParameter("targets", ParameterKind.IntTensor, "[N, S]."),
        new OpParameter("inputLengths", ParameterKind.IntTensor, "[N]."),
        new OpParameter("targetLengths", ParameterKind.IntTensor, "[N]."),
    ])
    {
        Samples = [Sample(5, 4, 3), Sample(3, 1, 1), Sample(4, 7, 5)],
    };

    static OpSample Sample(int n, int t, int s) => new(new CtcBetas { Blank = 2 }, CtcLoss.Operands(n, t, s, 3), -3, 0) { IntHigh = 2, Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => new CtcAlphas().InferType(operands);

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is a part of ctc_loss, which has a gradient of its own.");

    public override void Lower(LoopBuilder loops, Value result)
    {
        var (x, targets) = (result.Operands[0], result.Operands[1]);
        var (frames, labels) = (x.Shape[1], targets.Shape[1]);
        loops.Loop("n", x.Shape[0], n =>
        {
            Expr length = loops.Let("frames", loops.Load(result.Operands[2], [n]));
            Expr final = loops.Let("final", Expr.Call(Intrinsic.Multiply, loops.Load(result.Operands[3], [n]), new Literal(2, DType.Int32)));
            loops.Loop("s", CtcLattice.States(labels), s => loops.Store(result, [n, frames, s], End(frames, s, Expr.Float(CtcLattice.Never))));
            loops.Loop("r", frames, r =>
            {
                var t = frames - 1 - r;
                var blank = loops.Let("blank", loops.Load(x, [n, t, Blank]));
                loops.Store(result, [n, t, 2 * labels], End(t, 2 * labels, Beta(2 * labels) + blank));
                loops.Loop("l", labels, l =>
                {
                    var behind = loops.Neighbor(l, 1, labels);
                    var label = loops.Let("label", loops.Label(x, targets, n, t, l) + Beta(2 * l + 1));
                    var skipping = loops.IfDifferent(targets, n, l, behind, Beta(2 * behind + 1) + loops.Label(x, targets, n, t, behind));
                    loops.Store(result, [n, t, 2 * l], End(t, 2 * l, loops.LogSum(Beta(2 * l) + blank, label)));
                    loops.Store(result, [n, t, 2 * l + 1], End(t, 2 * l + 1, loops.LogSum(label, Beta(2 * l + 2) + blank, skipping)));
                });

                Expr Beta(Dim state) => loops.Load(result, [n, t + 1, state]);
            });

            // After the last frame a path is at its end in the last label, or in the blank behind it.
            Expr End(Dim t, Dim state, Expr otherwise)
            {
                var ahead = final - new IndexValue(state);
                var ends = Expr.Call(Intrinsic.Or, Expr.Call(Intrinsic.Equal, ahead, new Literal(0, DType.Int32)), Expr.Call(Intrinsic.Equal, ahead, new Literal(1, DType.Int32)));
                return Expr.Select(Expr.Call(Intrinsic.Equal, length, new IndexValue(t)), Expr.Select(ends, 0, CtcLattice.Never), otherwise);
            }
        });
    }
}
