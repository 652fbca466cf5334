using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>Turns axes around.</summary>
internal sealed record Flip : CompositeOp
{
    public EquatableArray<int> Axes { get; init; }

    public override string Name => "flip";

    public override string Doc => "Turns axes around: y[i] = x[n − 1 − i].";

    public override string AttributeText => $"{{axes={Axes}}}";

    public override OpSchema Schema => new("Flip",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("axes", ParameterKind.Ints, "The axes, negative ones from the end."),
    ])
    {
        Build = call => [call.Graph.Add(new Flip { Axes = ReductionFunction.Normalized(call.Tensor("x").Rank, call.Ints("axes")) }, call.Tensor("x"))],
        Samples = [new OpSample(new Flip { Axes = [0, 2] }, [new TensorType(DType.Float32, Shape.Of(3, 2, 5))])],
    };

    public override Value Decompose(IReadOnlyList<Value> operands) => operands[0].Graph.Add(
        new Slice { Ranges = [.. operands[0].Shape.Dims.Select((extent, axis) => Axes.Contains(axis) ? new SliceRange(extent - 1, extent, -1) : SliceRange.All(extent))] },
        operands[0]);
}
