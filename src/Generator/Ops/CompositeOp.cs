using System;
using System.Collections.Generic;
using System.Linq;
using Sinter.Generator.GraphIR;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.Ops;

/// <summary>
/// An op made of other ops: softmax, layer norm, losses. It stays whole until gradients are derived, so that it may answer with a better gradient than
/// its parts would; then it is taken apart, and fusion sees only parts.
/// </summary>
internal abstract record CompositeOp : Op
{
    /// <summary>The same computation in simpler ops, appended to the operands' graph.</summary>
    public abstract Value Decompose(IReadOnlyList<Value> operands);

    /// <summary>False: differentiation takes the op apart first. True: <see cref="Op.Gradient"/> is overridden.</summary>
    public virtual bool HasGradient => false;

    public override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        var graph = new Graph();
        return Decompose([.. operands.Select((type, i) => graph.Add(new Input($"x{i}", type)))]).Type;
    }

    public override IReadOnlyList<Value?> Gradient(Value result, Value dy) =>
        throw new InvalidOperationException($"{Name} has no gradient of its own: it is taken apart before differentiation.");

    public sealed override void Lower(LoopBuilder loops, Value result) =>
        throw new InvalidOperationException($"{Name} is taken apart before lowering.");
}
