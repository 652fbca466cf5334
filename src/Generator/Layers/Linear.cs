using System;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Layers;

/// <summary>y = x·Wᵀ + b over the last axis; W [outputs, inputs], b [outputs], both from U(−1/√inputs, 1/√inputs).</summary>
internal sealed class Linear : LayerDefinition
{
    public override string Stem => "linear";

    public override string Doc => "y = x·weightᵀ + bias over the last axis: [..., inputs] to [..., outputs] (torch.nn.Linear).";

    public override EquatableArray<LayerParameter> Parameters => [new LayerParameter("outputs", ParameterKind.Int, "Extent of the last axis of the result."), LayerSettings.Bias];

    public override Value Forward(LayerContext layer, Value x)
    {
        if (x.Rank == 0) throw new ShapeException("a scalar has no axis to map.");
        var (inputs, outputs) = (LayerSettings.Known(x.Shape, x.Rank - 1), layer.Settings.Positive("outputs"));
        var initializer = Initializer.Uniform(1 / Math.Sqrt(inputs));
        var y = x.MatMul(layer.Parameter("weight", Shape.Of(outputs, inputs), initializer).SwapLastAxes());
        return layer.Settings.Bool("Bias", true) ? y + layer.Parameter("bias", Shape.Of(outputs), initializer, ParameterRole.Bias) : y;
    }
}
