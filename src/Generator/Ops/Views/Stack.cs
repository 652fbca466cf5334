using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>Tensors of one shape along a new axis.</summary>
internal sealed record Stack : CompositeOp
{
    public int Axis { get; init; }

    public override string Name => "stack";

    public override string Doc => "Tensors of one shape along a new axis.";

    public override string AttributeText => $"{{axis={Axis}}}";

    public override OpSchema Schema => new("Stack",
    [
        new OpParameter("tensors", ParameterKind.Tensors, "Equal shapes."),
        new OpParameter("axis", ParameterKind.Int, "Where the new axis stands; a negative one counts from the end.") { Default = "0" },
    ])
    {
        Build = call =>
        {
            var tensors = call.Tensors("tensors");
            if (tensors.Length == 0) throw new ShapeException("there is no tensor.");
            return [call.Graph.Add(new Stack { Axis = ReductionFunction.Normalized(tensors[0].Rank + 1, call.Int("axis", 0)) }, tensors)];
        },
        Samples = [Sample(0), Sample(1), Sample(2)],
    };

    static OpSample Sample(int axis)
    {
        var operand = new TensorType(DType.Float32, Shape.Of(3, 5));
        return new OpSample(new Stack { Axis = axis }, [operand, operand]);
    }

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        if (operands.FirstOrDefault(operand => operand.Shape != operands[0].Shape) is { } other)
            throw new ShapeException($"shapes differ: {operands[0].Shape} and {other.Shape}.");
        return operands[0].Graph.Add(new Concat { Axis = Axis }, [.. operands.Select(operand => operand.Unsqueeze(Axis))]);
    }
}
