using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Indexing;

namespace Sinter.Generator.Ops.Losses;

/// <summary>A loss between scores per class and integer labels.</summary>
internal abstract record LabelLoss : LossOp, IIndexingOp
{
    protected const int DefaultIgnoreIndex = -100;

    /// <summary>A label that does not count.</summary>
    public int IgnoreIndex { get; init; } = DefaultIgnoreIndex;

    public EquatableArray<Indices> Indices(Value value) => [new(1, value.Operands[0] is var scores && scores.Rank == 1 ? scores.Shape[0] : scores.Shape[1], IgnoreIndex)];

    protected static OpParameter LabelParameter { get; } = new("label", ParameterKind.IntTensor, "The class of each sample: the shape of x without the class axis.");

    protected static OpParameter WeightsParameter { get; } = new("classWeights", ParameterKind.Tensor, "[C]: how much each class counts; left out: 1.") { Default = "null" };

    protected static OpParameter IgnoreIndexParameter { get; } = new("ignoreIndex", ParameterKind.Int, "A label that does not count.") { Default = "-100" };

    /// <summary>Appends the loss of a call.</summary>
    protected static Value Add(LabelLoss op, CallArguments call)
    {
        var (x, label) = (call.Tensor("x"), call.Tensor("label"));
        return call.OptionalTensor("classWeights") is { } weights ? call.Graph.Add(op, x, label, weights) : call.Graph.Add(op, x, label);
    }

    protected static OpSample Sample(LabelLoss op, Shape x, Shape label, bool weighted = false)
    {
        var scores = new TensorType(DType.Float32, x);
        var labels = new TensorType(DType.Int32, label);
        var classes = x[x.Rank == 1 ? 0 : 1];
        return new OpSample(op, weighted ? [scores, labels, new TensorType(DType.Float32, Shape.Of(classes))] : [scores, labels], weighted ? 0.2 : -3, 3)
        {
            IntHigh = (int)classes.Constant!.Value,
        };
    }

    /// <summary>−Σ of the losses' opposite; the mean is weighted by the classes' weights.</summary>
    protected Value Reduced(Value scores, ClassTargets targets) => Reduction == LossReduction.Mean
        ? -(scores.Sum(AllAxes(scores)) / targets.Weights().Sum(AllAxes(scores)))
        : Reduced(-scores);
}
