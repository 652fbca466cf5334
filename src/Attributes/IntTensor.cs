using System.Runtime.CompilerServices;

namespace Sinter;

/// <summary>A tensor of <see langword="int"/> in the body of a network: tokens, labels, positions. See <see cref="Tensor"/>.</summary>
public sealed class IntTensor
{
    IntTensor()
    {
    }

    /// <summary>The extents, known while compiling.</summary>
    public TensorShape Shape => throw CompiledLanguage.NotExecuted();

    /// <summary>The number of axes.</summary>
    public int Rank => throw CompiledLanguage.NotExecuted();

    /// <summary>A part of the tensor, as for <see cref="Tensor"/>.</summary>
    public IntTensor this[params Slice[] slices] => throw CompiledLanguage.NotExecuted();

    /// <summary>A scalar.</summary>
    public static implicit operator IntTensor(int number) => throw CompiledLanguage.NotExecuted();

    /// <summary>The same numbers as <see langword="float"/>.</summary>
    public static explicit operator Tensor(IntTensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>a + b, element by element.</summary>
    public static IntTensor operator +(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a − b, element by element.</summary>
    public static IntTensor operator -(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a · b, element by element.</summary>
    public static IntTensor operator *(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>−a, element by element.</summary>
    public static IntTensor operator -(IntTensor a) => throw CompiledLanguage.NotExecuted();

    /// <summary>a &lt; b, element by element.</summary>
    public static BoolTensor operator <(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a &gt; b, element by element.</summary>
    public static BoolTensor operator >(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a ≤ b, element by element.</summary>
    public static BoolTensor operator <=(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a ≥ b, element by element.</summary>
    public static BoolTensor operator >=(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a = b, element by element.</summary>
    public static BoolTensor operator ==(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a ≠ b, element by element.</summary>
    public static BoolTensor operator !=(IntTensor a, IntTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>True for the same object (== compares elements, in a network).</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <summary>By identity.</summary>
    public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
}
