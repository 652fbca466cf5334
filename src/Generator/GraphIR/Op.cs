using System.Collections.Generic;
using Sinter.Generator.LoopIR;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// One operation: everything the compiler knows of it stands in its class. An op is a record, and its attributes are its properties:
/// two ops are equal when they compute the same thing from the same operands, which is what caching, merging of common
/// subexpressions and sharing of kernels rest on. Every op can be made without arguments (all attributes have defaults):
/// that is how the catalog finds it.
/// </summary>
internal abstract record Op
{
    /// <summary>The op's name in printed graphs and messages' fallback: "exp", "conv2d".</summary>
    public abstract string Name { get; }

    /// <summary>One sentence with the formula and its source: docs/ops.md.</summary>
    public abstract string Doc { get; }

    /// <summary>Operands, attributes, the function users call it by, and samples that tests run.</summary>
    public abstract OpSchema Schema { get; }

    /// <summary>The type of the result; <see cref="ShapeException"/> says why operands do not fit.</summary>
    public abstract TensorType InferType(IReadOnlyList<TensorType> operands);

    /// <summary>One cotangent per operand (null: none flows), as graph terms appended to the result's graph.</summary>
    /// <param name="result">The value of this op.</param>
    /// <param name="dy">The upstream gradient, of the result's shape.</param>
    public abstract IReadOnlyList<Value?> Gradient(Value result, Value dy);

    /// <summary>The op alone as a loop nest: reads the operands' buffers, writes the result's. Defines what the op means.</summary>
    public abstract void Lower(LoopBuilder loops, Value result);

    /// <summary>A simpler value that always equals this one, or null: x·1 → x.</summary>
    public virtual Value? Fold(Value value) => null;

    /// <summary>Makes implicit conversions of operands explicit (broadcasting).</summary>
    public virtual IReadOnlyList<Value> Prepare(IReadOnlyList<Value> operands) => operands;

    /// <summary>Attributes as printed behind the name, "{axes=[1], keepDims}"; empty when there are none.</summary>
    public virtual string AttributeText => "";
}
