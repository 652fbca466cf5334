using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>Adds an axis of extent one.</summary>
internal sealed record Unsqueeze : CompositeOp
{
    public int Axis { get; init; }

    public override string Name => "unsqueeze";

    public override string Doc => "Adds an axis of extent one.";

    public override string AttributeText => $"{{axis={Axis}}}";

    public override OpSchema Schema => new("Unsqueeze",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("axis", ParameterKind.Int, "Where the new axis stands; a negative one counts from the end."),
    ])
    {
        Overloads = [new("IntTensor", [ParameterKind.IntTensor]), new("BoolTensor", [ParameterKind.BoolTensor])],
        Build = call => [call.Graph.Add(new Unsqueeze { Axis = ReductionFunction.Normalized(call.Tensor("x").Rank + 1, call.Int("axis")) }, call.Tensor("x"))],
        Samples = [Sample(0), Sample(1), Sample(2)],
    };

    static OpSample Sample(int axis) => new(new Unsqueeze { Axis = axis }, [new TensorType(DType.Float32, Shape.Of(3, 5))]);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var dims = operands[0].Shape.Dims;
        return operands[0].Reshape(Shape.Of([.. dims.Take(Axis), Dim.One, .. dims.Skip(Axis)]));
    }
}
