using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>Drops an axis of extent one.</summary>
internal sealed record Squeeze : CompositeOp
{
    public int Axis { get; init; }

    public override string Name => "squeeze";

    public override string Doc => "Drops an axis of extent one.";

    public override string AttributeText => $"{{axis={Axis}}}";

    public override OpSchema Schema => new("Squeeze", [new OpParameter("x", ParameterKind.Tensor, "Any shape with an axis of one."), ReductionFunction.AxisParameter])
    {
        Overloads = [new("IntTensor", [ParameterKind.IntTensor]), new("BoolTensor", [ParameterKind.BoolTensor])],
        Build = call => [call.Graph.Add(new Squeeze { Axis = ReductionFunction.Normalized(call.Tensor("x").Rank, call.Int("axis", -1)) }, call.Tensor("x"))],
        Samples = [new OpSample(new Squeeze { Axis = 1 }, [new TensorType(DType.Float32, Shape.Of(3, 1, 5))])],
    };

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var shape = operands[0].Shape;
        if (shape[Axis] != Dim.One) throw new ShapeException($"axis {Axis} of {shape} is not one.");
        return operands[0].Reshape(Shape.Of(shape.Dims.Where((_, axis) => axis != Axis)));
    }
}
