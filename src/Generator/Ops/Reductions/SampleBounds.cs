using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>
/// Finds the states that follow an unbiased variance (batch norm's running variance), so that an entry point can refuse a batch that has none: PyTorch's "Expected more than 1 value per channel when training".
/// </summary>
internal static class SampleBounds
{
    public static IReadOnlyList<SampleBound> Of(Graph graph) =>
    [
        .. from output in graph.Outputs
           where output.Kind == OutputKind.State
           from variance in Variances(output.Value)
           let count = ((Variance)variance.Op).Axes.Aggregate(Dim.One, (count, axis) => count * variance.Operands[0].Shape[axis])
           where count.Evaluate(_ => 1) <= ((Variance)variance.Op).Correction
           group 0 by new SampleBound(output.Name, count, ((Variance)variance.Op).Correction + 1) into same
           select same.Key,
    ];

    // The nearest variances that a state's next content is computed from.
    static IEnumerable<Value> Variances(Value value) => value.Op is Variance ? [value] : value.Op is PointwiseOp ? value.Operands.SelectMany(Variances) : [];
}
