using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Views;

namespace Sinter.Generator.Ops.Losses;

/// <summary>Class labels as positions in a tensor of scores per class: which scores count, and how much they weigh together.</summary>
internal sealed class ClassTargets
{
    readonly Value scores;
    readonly Value? weights;
    readonly Value valid;
    readonly Value hit;

    /// <param name="scores">[C], or [N, C, …]: one score per class.</param>
    /// <param name="label">int32 of that shape without the class axis.</param>
    /// <param name="weights">[C], or null: 1.</param>
    /// <param name="ignoreIndex">A label that does not count.</param>
    public ClassTargets(Value scores, Value label, Value? weights, int ignoreIndex)
    {
        Axis = scores.Rank == 1 ? 0 : 1;
        var expected = Shape.Of(scores.Shape.Dims.Where((_, axis) => axis != Axis));
        if (scores.Rank == 0) throw new ShapeException("a scalar has no class axis.");
        if (label.DType != DType.Int32 || label.Shape != expected)
            throw new ShapeException($"the label is {label.Type}, but for scores {scores.Shape} with classes on axis {Axis} it must be i32{expected}.");
        if (weights is not null && weights.Shape != Shape.Of(Classes(scores)))
            throw new ShapeException($"the class weights are {weights.Shape}, but there are {Classes(scores)} classes.");

        this.scores = scores;
        this.weights = weights is null ? null : AlongClasses(weights);
        var perClass = label.Unsqueeze(Axis);
        valid = perClass.NotEqualTo(ignoreIndex);
        hit = scores.Graph.Add(new Iota { Shape = scores.Shape, Axis = Axis }).EqualTo(perClass).And(valid);
    }

    /// <summary>Where the classes are: axis 1, as in PyTorch, or the only one.</summary>
    public int Axis { get; }

    /// <summary>Of each sample: weight · score of its class; 0 where the label does not count.</summary>
    public Value Picked() => hit.Where(Weighted(scores), 0).Sum([Axis]);

    /// <summary>Of each sample: Σ over classes of weight · score / C; 0 where the label does not count.</summary>
    public Value Uniform() => valid.Where(Weighted(scores), 0).Sum([Axis]).DividedBy(Classes(scores));

    /// <summary>Of each sample: the weight of its class; 0 where the label does not count.</summary>
    public Value Weights()
    {
        if (weights is not null) return hit.Where(weights, 0).Sum([Axis]);
        var counts = valid.ToFloat();
        return counts.Reshape(Shape.Of(counts.Shape.Dims.Where((_, axis) => axis != Axis)));
    }

    Dim Classes(Value of) => of.Shape[Axis];

    Value Weighted(Value value) => weights is null ? value : value * weights;

    Value AlongClasses(Value vector) => vector.Reshape(Shape.Of(scores.Shape.Dims.Skip(Axis).Select((extent, axis) => axis == 0 ? extent : Dim.One)));
}
