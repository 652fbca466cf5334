using System;
using System.Runtime.CompilerServices;

namespace Sinter;

/// <summary>
/// A tensor of <see langword="float"/> in the body of a network. The type exists while compiling only: shapes are inferred and checked at build time,
/// and operators follow NumPy's broadcasting (shapes are aligned at the last axis, extents of one stretch). Numbers convert to scalars.
/// </summary>
/// <example><code>var y = 2 * x + 1;   var first = x[.., 0, ..^1];   var width = x.Shape[^1];</code></example>
public class Tensor
{
    private protected Tensor()
    {
    }

    /// <summary>The extents, known while compiling: numbers, or exact expressions of the symbols in <see cref="ShapeAttribute"/>.</summary>
    public TensorShape Shape => throw CompiledLanguage.NotExecuted();

    /// <summary>The number of axes.</summary>
    public int Rank => throw CompiledLanguage.NotExecuted();

    /// <summary>A part of the tensor. One entry per axis from the outermost; axes not named are taken whole. A number drops its axis, a range keeps it.</summary>
    public Tensor this[params Slice[] slices] => throw CompiledLanguage.NotExecuted();

    /// <summary>A scalar.</summary>
    public static implicit operator Tensor(float number) => throw CompiledLanguage.NotExecuted();

    /// <summary>A scalar, rounded to <see langword="float"/>.</summary>
    public static implicit operator Tensor(double number) => throw CompiledLanguage.NotExecuted();

    /// <summary>a + b, element by element.</summary>
    public static Tensor operator +(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a − b, element by element.</summary>
    public static Tensor operator -(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a · b, element by element (for matrix products: <c>MatMul</c>).</summary>
    public static Tensor operator *(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a / b, element by element.</summary>
    public static Tensor operator /(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>−a, element by element.</summary>
    public static Tensor operator -(Tensor a) => throw CompiledLanguage.NotExecuted();

    /// <summary>a &lt; b, element by element.</summary>
    public static BoolTensor operator <(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a &gt; b, element by element.</summary>
    public static BoolTensor operator >(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a ≤ b, element by element.</summary>
    public static BoolTensor operator <=(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a ≥ b, element by element.</summary>
    public static BoolTensor operator >=(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a = b, element by element.</summary>
    public static BoolTensor operator ==(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a ≠ b, element by element.</summary>
    public static BoolTensor operator !=(Tensor a, Tensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>True for the same object (== compares elements, in a network).</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <summary>By identity.</summary>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
