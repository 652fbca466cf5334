using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Losses;

/// <summary>A loss between each element and its target.</summary>
internal abstract record PairLoss : LossOp
{
    /// <summary>The loss of each element.</summary>
    protected abstract Value Losses(Value x, Value target);

    /// <summary>Parameters of the function between the target and the reduction.</summary>
    protected virtual EquatableArray<OpParameter> Settings => [];

    /// <summary>This op with the attributes of a call.</summary>
    protected virtual PairLoss Configured(CallArguments call) => this;

    protected virtual string OperandDoc => "Any shape.";

    /// <summary>The interval that test operands are drawn from.</summary>
    protected virtual (double Low, double High) Domain => (-2, 2);

    public override OpSchema Schema => new(GetType().Name,
    [
        new OpParameter("x", ParameterKind.Tensor, OperandDoc),
        new OpParameter("target", ParameterKind.Tensor, "The shape of x."),
        .. Settings,
        ReductionParameter,
    ])
    {
        Build = call => [call.Graph.Add(Configured(call) with { Reduction = ReductionOf(call) }, call.Tensor("x"), call.Tensor("target"))],
        Samples = [Sample(Shape.Of(3, 5), LossReduction.Mean), Sample(Shape.Of(17), LossReduction.Sum), Sample(Shape.Of(2, 3, 4), LossReduction.None)],
    };

    OpSample Sample(Shape shape, LossReduction reduction)
    {
        var operand = new TensorType(DType.Float32, shape);
        return new OpSample(this with { Reduction = reduction }, [operand, operand], Domain.Low, Domain.High);
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var (x, target) = (operands[0], operands[1]);
        if (x.Shape != target.Shape) throw new ShapeException($"shapes differ: {x.Shape} and target {target.Shape}.");
        return Reduced(Losses(x, target));
    }
}
