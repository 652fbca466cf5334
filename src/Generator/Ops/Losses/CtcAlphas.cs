using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Losses;

/// <summary>The forward variables of CTC: ln of the probability of all paths that are in a state after t frames.</summary>
internal sealed record CtcAlphas : Op, IIndependentOuterLoop
{
    public int Blank { get; init; }

    public override string Name => "ctc_alphas";

    public override string Doc => "y[n, t, s] = ln Σ over the paths that are in state s after t frames of their probability (Graves et al. 2006, eq. 5 to 8); s = 2l + 1 is label l, even states are blanks.";

    public override string AttributeText => $"{{blank={Blank}}}";

    public override OpSchema Schema => new(null, [new OpParameter("x", ParameterKind.Tensor, "[N, T, C]."), new OpParameter("targets", ParameterKind.IntTensor, "[N, S].")])
    {
        Samples = [Sample(5, 4, 3), Sample(1, 1, 1), Sample(2, 7, 5)],
    };

    static OpSample Sample(int n, int t, int s) => new(new CtcAlphas { Blank = 2 }, [.. CtcLoss.Operands(n, t, s, 3).Take(2)], -3, 0) { IntHigh = 2, Differentiable = false };

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (x, targets) = (operands[0].Shape, operands[1].Shape);
        return new TensorType(DType.Float32, Shape.Of(x[0], x[1] + 1, CtcLattice.States(targets[1])));
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is a part of ctc_loss, which has a gradient of its own.");

    // Before the first frame a path stands in front of the first blank, which is as good as in it: from there it reaches that blank and the first label.
    public override void Lower(LoopBuilder loops, Value result)
    {
        var (x, targets) = (result.Operands[0], result.Operands[1]);
        var labels = targets.Shape[1];
        loops.Loop("n", x.Shape[0], n =>
        {
            loops.Store(result, [n, 0, 0], 0);
            loops.Loop("s", 2 * labels, s => loops.Store(result, [n, 0, s + 1], CtcLattice.Never));
            loops.Loop("t", x.Shape[1], t =>
            {
                var blank = loops.Let("blank", loops.Load(x, [n, t, Blank]));
                loops.Store(result, [n, t + 1, 0], Alpha(0) + blank);
                loops.Loop("l", labels, l =>
                {
                    var before = loops.Neighbor(l, -1, labels);
                    var skipping = loops.IfDifferent(targets, n, l, before, Alpha(2 * before + 1));
                    var label = loops.Label(x, targets, n, t, l);
                    loops.Store(result, [n, t + 1, 2 * l + 1], loops.LogSum(Alpha(2 * l + 1), Alpha(2 * l), skipping) + label);
                    loops.Store(result, [n, t + 1, 2 * l + 2], loops.LogSum(Alpha(2 * l + 2), Alpha(2 * l + 1)) + blank);
                });

                Expr Alpha(Dim state) => loops.Load(result, [n, t, state]);
            });
        });
    }
}
