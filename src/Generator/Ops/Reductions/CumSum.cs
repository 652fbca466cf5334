using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>y[i] = Σ x[j] over j ≤ i along an axis; reversed: over j ≥ i.</summary>
internal sealed record CumSum : Op, IAxisOp, IIndependentOuterLoop
{
    public int Axis { get; init; }

    public bool Reverse { get; init; }

    public override string Name => "cum_sum";

    public override string Doc => "y[i] = Σ x[j] over j ≤ i along an axis.";

    public override string AttributeText => Reverse ? $"{{axis={Axis}, reverse}}" : $"{{axis={Axis}}}";

    public override OpSchema Schema => new("CumSum", [new OpParameter("x", ParameterKind.Tensor, "Any shape with at least one axis."), ReductionFunction.AxisParameter])
    {
        Build = call => [call.Graph.Add(this with { Axis = ReductionFunction.Normalized(call.Tensor("x").Rank, call.Int("axis", -1)) }, call.Tensor("x"))],
        Samples = [Sample(Shape.Of(3, 5), 1, false), Sample(Shape.Of(7, 5), 0, false), Sample(Shape.Of(2, 3, 4), 1, true), Sample(Shape.Of(17), 0, false)],
    };

    static OpSample Sample(Shape shape, int axis, bool reverse) => new(new CumSum { Axis = axis, Reverse = reverse }, [new TensorType(DType.Float32, shape)]);

    public override TensorType InferType(IReadOnlyList<TensorType> operands) => operands[0];

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) => [dy.Graph.Add(this with { Reverse = !Reverse }, dy)];

    public Op Permuted(EquatableArray<int> permutation) => this with { Axis = permutation.ToList().IndexOf(Axis) };

    public override void Lower(LoopBuilder loops, Value result)
    {
        var extent = result.Shape[Axis];
        loops.Nest("i", ReductionFunction.KeptShape(result.Shape, [Axis]).Dims, line =>
        {
            var total = loops.Fresh("total");
            loops.Add(new Accumulator(total, Combine.Sum));
            loops.Loop("r", extent, step =>
            {
                Dim[] index = [.. line];
                index[Axis] = Reverse ? extent - 1 - step : step;
                loops.Add(new Update(total, Combine.Sum, loops.Load(result.Operands[0], index)));
                loops.Store(result, index, new Local(total, DType.Float32));
            });
        });
    }
}
