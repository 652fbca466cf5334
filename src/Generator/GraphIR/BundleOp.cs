using System;
using System.Collections.Generic;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// An op with several results. Its value stands for all of them and has no memory itself; <see cref="Part"/> is one of them, as a tensor. A part that nobody asks for is not computed
/// where the op can do without it.
/// </summary>
internal abstract record BundleOp : Op
{
    /// <summary>The results' types in order; <see cref="ShapeException"/> says why operands do not fit.</summary>
    public abstract IReadOnlyList<TensorType> InferTypes(IReadOnlyList<TensorType> operands);

    /// <summary>One cotangent per operand (null: none flows), as graph terms appended to the result's graph.</summary>
    /// <param name="result">The value of this op.</param>
    /// <param name="dys">The upstream gradient of each result; null where none arrives. One at least is there.</param>
    public abstract IReadOnlyList<Value?> Gradient(Value result, IReadOnlyList<Value?> dys);

    public sealed override TensorType InferType(IReadOnlyList<TensorType> operands)
    {
        InferTypes(operands);
        return TensorType.Bundle;
    }

    public sealed override IReadOnlyList<Value?> Gradient(Value result, Value dy) => throw new InvalidOperationException("Gradients reach a bundle by its parts.");
}
