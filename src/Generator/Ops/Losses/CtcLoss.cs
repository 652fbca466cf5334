using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Ops.Losses;

/// <summary>Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber, ICML 2006): labels without times against frames, over all alignments.</summary>
internal sealed record CtcLoss : LossOp, IIndexingOp
{
    /// <summary>The class that stands for no label.</summary>
    public int Blank { get; init; }

    /// <summary>Whether a sequence that its labels do not fit into counts as 0, not as infinite.</summary>
    public bool ZeroInfinity { get; init; }

    public override string Name => "ctc_loss";

    public override string Doc =>
        "−ln p(targets | x), p the sum over all alignments in which blanks and repeated labels drop out (Graves et al. 2006); the mean is that of loss / max(target length, 1) (PyTorch's ctc_loss, batch first).";

    public override string AttributeText => $"{{blank={Blank}, zeroInfinity={(ZeroInfinity ? "true" : "false")}, reduction={Reduction}}}";

    public override OpSchema Schema => new("CtcLoss",
    [
        new OpParameter("x", ParameterKind.Tensor, "Logarithms of class probabilities per frame, from LogSoftmax: [N, T, C]."),
        new OpParameter("targets", ParameterKind.IntTensor, "[N, S]: labels from 0 to C − 1, none of them blank; what stands behind a target's length is not looked at but must be a class, such as blank."),
        new OpParameter("inputLengths", ParameterKind.IntTensor, "[N]: the frames of each sequence, from 0 to T."),
        new OpParameter("targetLengths", ParameterKind.IntTensor, "[N]: the labels of each sequence, from 0 to S."),
        new OpParameter("blank", ParameterKind.Int, "The class that stands for no label.") { Default = "0" },
        ReductionParameter,
        new OpParameter("zeroInfinity", ParameterKind.Bool, "A sequence with too few frames for its labels counts as 0 and has no gradient; otherwise its loss is infinite.") { Default = "false" },
    ])
    {
        Build = call =>
        {
            var x = call.Tensor("x");
            var op = new CtcLoss { Blank = call.Int("blank", 0), Reduction = ReductionOf(call), ZeroInfinity = call.Bool("zeroInfinity", false) };
            return [call.Graph.Add(op, x, call.Tensor("targets"), call.Tensor("inputLengths"), call.Tensor("targetLengths"))];
        },
        Samples =
        [
            // Labels and lengths are drawn from 0 to 3: some fit, some do not, and blank is none of them.
            Sample(LossReduction.None, 7, 5, 3),
            Sample(LossReduction.Mean, 5, 4, 3),
            Sample(LossReduction.Sum, 3, 17, 3),
        ],
    };

    static OpSample Sample(LossReduction reduction, int n, int t, int s) =>
        new(new CtcLoss { Blank = 4, Reduction = reduction, ZeroInfinity = true }, Operands(n, t, s, 5), -3, 0) { IntHigh = 4 };

    /// <summary>Types for tests.</summary>
    internal static EquatableArray<TensorType> Operands(int n, int t, int s, int classes) =>
    [
        new TensorType(DType.Float32, Shape.Of(n, t, classes)), new TensorType(DType.Int32, Shape.Of(n, s)),
        new TensorType(DType.Int32, Shape.Of(n)), new TensorType(DType.Int32, Shape.Of(n)),
    ];

    public EquatableArray<Indices> Indices(Value value)
    {
        var (x, targets) = (value.Operands[0], value.Operands[1]);
        return [new(1, x.Shape[2]), new(2, x.Shape[1] + 1), new(3, targets.Shape[1] + 1)];
    }

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var (x, targets, inputLengths, targetLengths) = (operands[0], operands[1], operands[2], operands[3]);
        if (x.Shape.Rank != 3) throw new ShapeException($"x must be [N, T, C], but is {x.Shape}.");
        foreach (var (name, type) in new[] { ("targets", targets), ("inputLengths", inputLengths), ("targetLengths", targetLengths) })
        {
            if (type.DType != DType.Int32) throw new ShapeException($"{name} must be an IntTensor, but are {type}.");
        }
        if (targets.Shape.Rank != 2 || targets.Shape[0] != x.Shape[0]) throw new ShapeException($"targets must be [{x.Shape[0]}, S], but are {targets.Shape}.");
        var lengths = Shape.Of(x.Shape[0]);
        if (inputLengths.Shape != lengths || targetLengths.Shape != lengths)
            throw new ShapeException($"inputLengths and targetLengths must be {lengths}, but are {inputLengths.Shape} and {targetLengths.Shape}.");
        if (Blank < 0 || x.Shape[2].Constant <= Blank) throw new ShapeException($"blank must be a class from 0 to {x.Shape[2] - 1}, but is {Blank}.");
        return base.InferType(operands);
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var losses = Losses(operands, Alphas(operands));
        if (ZeroInfinity) losses = Finite(losses).Where(losses, 0);
        return Reduction == LossReduction.None ? losses : (losses * Weights(operands)).Sum([0]);
    }

    public override bool HasGradient => true;

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy)
    {
        var operands = result.Operands;
        var alphas = Alphas(operands);
        var losses = Losses(operands, alphas);
        var dLosses = Reduction == LossReduction.None ? dy : dy.BroadcastTo(losses.Shape) * Weights(operands);
        if (ZeroInfinity) dLosses = Finite(losses).Where(dLosses, 0);
        var betas = dy.Graph.Add(new CtcBetas { Blank = Blank }, operands[0], operands[1], operands[2], operands[3]);
        return [dy.Graph.Add(new CtcGradient { Blank = Blank }, operands[0], operands[1], alphas, betas, losses, dLosses), null, null, null];
    }

    Value Alphas(IReadOnlyList<Value> operands) => operands[0].Graph.Add(new CtcAlphas { Blank = Blank }, operands[0], operands[1]);

    static Value Losses(IReadOnlyList<Value> operands, Value alphas) => alphas.Graph.Add(new CtcLikelihood(), alphas, operands[2], operands[3]);

    static Value Finite(Value losses) => losses.LessOrEqualTo(float.MaxValue);

    /// <summary>What the loss of each sequence counts: [N].</summary>
    Value Weights(IReadOnlyList<Value> operands)
    {
        var lengths = operands[3].ToFloat();
        if (Reduction == LossReduction.Sum) return lengths.Constant(1).BroadcastTo(lengths.Shape);
        return lengths.Maximum(1).Reciprocal().DividedBy(lengths.Shape[0]);
    }
}
