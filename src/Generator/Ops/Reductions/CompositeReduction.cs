using System.Collections.Generic;
using Sinter.Generator.GraphIR;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.Ops.Reductions;

/// <summary>A reduction made of other ops.</summary>
internal abstract record CompositeReduction : CompositeOp
{
    /// <summary>The reduced axes, ascending, from 0.</summary>
    public EquatableArray<int> Axes { get; init; }

    public override string AttributeText => $"{{axes={Axes}}}";

    public sealed override Value Decompose(IReadOnlyList<Value> operands) => Reduce(operands[0]);

    protected abstract Value Reduce(Value x);
}
