using System;
using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Ops.Losses;

/// <summary>dx of CTC: minus the probability, given the targets, that a frame is in one of a class's states.</summary>
internal sealed record CtcGradient : Op, IIndependentOuterLoop
{
    public int Blank { get; init; }

    public override string Name => "ctc_gradient";

    public override string Doc => "y[n, t, c] = −dy[n] Σ over the states s of class c of e^(α[n, t + 1, s] + β[n, t + 1, s] + loss[n]): the derivative of ctc_loss by x (Graves et al. 2006, eq. 15).";

    public override string AttributeText => $"{{blank={Blank}}}";

    public override OpSchema Schema => new(null,
    [
        new OpParameter("x", ParameterKind.Tensor, "[N, T, C]: its shape."),
        new OpParameter("targets", ParameterKind.IntTensor, "[N, S]."),
        new OpParameter("alphas", ParameterKind.Tensor, "[N, T + 1, 2S + 1]."),
        new OpParameter("betas", ParameterKind.Tensor, "[N, T + 1, 2S + 1]."),
        new OpParameter("losses", ParameterKind.Tensor, "[N]."),
        new OpParameter("dy", ParameterKind.Tensor, "[N]."),
    ])
    {
        Samples = [Sample(3, 4, 3), Sample(2, 1, 1)],
    };

    static OpSample Sample(int n, int t, int s)
    {
        var operands = CtcLoss.Operands(n, t, s, 3);
        var (states, losses) = (new CtcAlphas().InferType(operands), new TensorType(DType.Float32, Shape.Of(n)));
        return new(new CtcGradient { Blank = 2 }, [operands[0], operands[1], states, states, losses, losses], -2, 1) { IntHigh = 2, Differentiable = false };
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0];

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} is itself a gradient: it is never differentiated.");

    public override void Lower(LoopBuilder loops, Value result)
    {
        var (x, targets, alphas, betas) = (result.Operands[0], result.Operands[1], result.Operands[2], result.Operands[3]);
        var (classes, labels) = (x.Shape[2], targets.Shape[1]);
        loops.Loop("n", x.Shape[0], n =>
        {
            var loss = loops.Let("loss", loops.Load(result.Operands[4], [n]));
            var upstream = loops.Let("dy", loops.Load(result.Operands[5], [n]));
            loops.Loop("t", x.Shape[1], t =>
            {
                loops.Loop("c", classes, c => loops.Store(result, [n, t, c], 0));
                loops.Store(result, [n, t, Blank], Share(0), accumulate: true);
                loops.Loop("l", labels, l =>
                {
                    var at = Dim.Symbol(loops.Let("class", loops.Load(targets, [n, l]).Within(classes)).Name);
                    loops.Store(result, [n, t, at], Share(2 * l + 1), accumulate: true);
                    loops.Store(result, [n, t, Blank], Share(2 * l + 2), accumulate: true);
                });

                // Where nothing flows in nothing flows out, though the loss be infinite.
                Expr Share(Dim state)
                {
                    var joint = loops.Load(alphas, [n, t + 1, state]) + loops.Load(betas, [n, t + 1, state]);
                    return Expr.Select(Expr.Call(Intrinsic.Equal, upstream, 0), 0, -upstream * Expr.Call(Intrinsic.Exp, joint + loss));
                }
            });
        });
    }
}
