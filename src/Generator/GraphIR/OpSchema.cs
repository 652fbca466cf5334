using System;
using System.Collections.Generic;
using Sinter.Generator.Infrastructure;

namespace Sinter.Generator.GraphIR;

/// <summary>
/// How an op is called and tested. <paramref name="Function"/> is its name in <c>Sinter.Ops</c> (null: not callable by users); the
/// parameters stand in the order of the C# method.
/// </summary>
internal sealed record OpSchema(string? Function, EquatableArray<OpParameter> Parameters)
{
    /// <summary>What the function returns when it is not one Tensor, e.g. "IntTensor", "BoolTensor", "Tensor[]".</summary>
    public string ResultType { get; init; } = "Tensor";

    /// <summary>Further C# signatures of the function: Maximum(IntTensor, IntTensor) beside Maximum(Tensor, Tensor).</summary>
    public EquatableArray<OpOverload> Overloads { get; init; } = [];

    /// <summary>Configured ops with operand types for the conformance tests.</summary>
    public IReadOnlyList<OpSample> Samples { get; init; } = [];

    /// <summary>
    /// Builds the call in the graph from the arguments: configures the op's attributes and adds it. Null only for ops that users cannot call.
    /// </summary>
    public Func<CallArguments, Value[]>? Build { get; init; }
}

/// <summary>A parameter of the C# function: a tensor or a number known while compiling.</summary>
internal sealed record OpParameter(string Name, ParameterKind Kind, string Doc)
{
    /// <summary>The C# text of the default value ("0.01f", "null", "default"); null: required.</summary>
    public string? Default { get; init; }

    /// <summary>The C# type of a parameter of kind Enum.</summary>
    public string? EnumType { get; init; }
}

/// <summary>Another C# signature of a function: the kinds of its first parameters in order; the rest stay as they are.</summary>
internal sealed record OpOverload(string ResultType, EquatableArray<ParameterKind> Kinds);

/// <summary>The C# type of a parameter.</summary>
internal enum ParameterKind
{
    Tensor,
    IntTensor,
    BoolTensor,

    /// <summary>params Tensor[]: concat, stack.</summary>
    Tensors,
    Int,
    Float,
    Bool,
    String,

    /// <summary>int[]: axes, permutations, shapes (with symbolic extents: each element is a <see cref="Dim"/>).</summary>
    Ints,
    Floats,

    /// <summary>An enum of the user's library, given by its member's name.</summary>
    Enum,
}

internal static class ParameterKinds
{
    /// <summary>The kind of a parameter that is a tensor of an element type.</summary>
    public static ParameterKind Of(DType type) => type switch
    {
        DType.Float32 => ParameterKind.Tensor,
        DType.Int32 => ParameterKind.IntTensor,
        DType.Bool => ParameterKind.BoolTensor,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}

/// <summary>One configuration of an op that tests run.</summary>
/// <param name="Low">Random operands are drawn from [Low, High): where the function is defined and smooth.</param>
internal sealed record OpSample(Op Op, EquatableArray<TensorType> Operands, double Low = -2, double High = 2)
{
    /// <summary>Where given: integer operands are drawn from [0, IntHigh).</summary>
    public int IntHigh { get; init; } = 3;

    /// <summary>False where the function has no gradient by definition (comparisons, arg max) or finite differences cannot see it.</summary>
    public bool Differentiable { get; init; } = true;
}
