using System;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Losses;

/// <summary>A loss: losses of elements or samples, brought together.</summary>
internal abstract record LossOp : CompositeOp
{
    public LossReduction Reduction { get; init; }

    public override string AttributeText => $"{{reduction={Reduction}}}";

    protected static OpParameter ReductionParameter { get; } = new("reduction", ParameterKind.Enum, "The mean of all losses, their sum, or each of them.")
    {
        EnumType = "Reduction",
        Default = "Reduction.Mean",
    };

    protected static LossReduction ReductionOf(CallArguments call) =>
        (LossReduction)Enum.Parse(typeof(LossReduction), call.Text("reduction", nameof(LossReduction.Mean)));

    /// <summary>Their mean, their sum, or as they are.</summary>
    protected virtual Value Reduced(Value losses) => Reduction switch
    {
        LossReduction.Mean => losses.Mean(AllAxes(losses)),
        LossReduction.Sum => losses.Sum(AllAxes(losses)),
        _ => losses,
    };

    protected static EquatableArray<int> AllAxes(Value value) => Reductions.ReductionFunction.Normalized(value.Rank, null);
}
