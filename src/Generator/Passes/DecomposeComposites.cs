using Sinter.Generator.GraphIR;
using Sinter.Generator.Ops;

namespace Sinter.Generator.Passes;

/// <summary>Takes composite ops apart, and their parts, until only ops with loops of their own are left.</summary>
internal sealed class DecomposeComposites : Pass
{
    public override Graph Run(Graph graph) => graph.RewriteWhile(
        value => value.Op is CompositeOp,
        (_, value, operands) => ((CompositeOp)value.Op).Decompose(operands));
}
