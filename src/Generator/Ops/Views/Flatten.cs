using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops.Reductions;

namespace Sinter.Generator.Ops.Views;

/// <summary>Makes one axis of several neighbors.</summary>
internal sealed record Flatten : CompositeOp
{
    public int StartAxis { get; init; } = 1;

    public int EndAxis { get; init; } = 1;

    public override string Name => "flatten";

    public override string Doc => "Makes one axis of several neighbors.";

    public override string AttributeText => $"{{{StartAxis}..{EndAxis}}}";

    public override OpSchema Schema => new("Flatten",
    [
        new OpParameter("x", ParameterKind.Tensor, "Any shape."),
        new OpParameter("startAxis", ParameterKind.Int, "The first of the axes; 1 leaves the batch alone.") { Default = "1" },
        new OpParameter("endAxis", ParameterKind.Int, "The last of the axes; negative ones count from the end.") { Default = "-1" },
    ])
    {
        Build = call =>
        {
            var x = call.Tensor("x");
            int Axis(string name, int whenAbsent) => ReductionFunction.Normalized(x.Rank, call.Int(name, whenAbsent));
            return [call.Graph.Add(new Flatten { StartAxis = Axis("startAxis", 1), EndAxis = Axis("endAxis", -1) }, x)];
        },
        Samples = [Sample(Shape.Of(2, 3, 4), 1, 2), Sample(Shape.Of(2, 3, 4, 5), 0, 3), Sample(Shape.Of(2, 3, 4, 5), 1, 2)],
    };

    static OpSample Sample(Shape shape, int start, int end) => new(new Flatten { StartAxis = start, EndAxis = end }, [new TensorType(DType.Float32, shape)]);

    public override Value Decompose(IReadOnlyList<Value> operands)
    {
        var dims = operands[0].Shape.Dims;
        if (StartAxis > EndAxis) throw new ShapeException($"axis {StartAxis} stands after axis {EndAxis} in {operands[0].Shape}.");
        var merged = dims.Skip(StartAxis).Take(EndAxis - StartAxis + 1).Aggregate((a, b) => a * b);
        return operands[0].Reshape(Shape.Of([.. dims.Take(StartAxis), merged, .. dims.Skip(EndAxis + 1)]));
    }
}
