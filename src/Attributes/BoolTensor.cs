namespace Sinter;

/// <summary>A tensor of <see langword="bool"/> in the body of a network: masks. See <see cref="Tensor"/>.</summary>
public sealed class BoolTensor
{
    BoolTensor()
    {
    }

    /// <summary>The extents, known while compiling.</summary>
    public TensorShape Shape => throw CompiledLanguage.NotExecuted();

    /// <summary>The number of axes.</summary>
    public int Rank => throw CompiledLanguage.NotExecuted();

    /// <summary>A part of the tensor, as for <see cref="Tensor"/>.</summary>
    public BoolTensor this[params Slice[] slices] => throw CompiledLanguage.NotExecuted();

    /// <summary>1 where true, 0 where false.</summary>
    public static explicit operator Tensor(BoolTensor x) => throw CompiledLanguage.NotExecuted();

    /// <summary>a and b, element by element.</summary>
    public static BoolTensor operator &(BoolTensor a, BoolTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>a or b, element by element.</summary>
    public static BoolTensor operator |(BoolTensor a, BoolTensor b) => throw CompiledLanguage.NotExecuted();

    /// <summary>not a, element by element.</summary>
    public static BoolTensor operator !(BoolTensor a) => throw CompiledLanguage.NotExecuted();

    /// <summary>Never usable: the values of a tensor decide nothing while compiling. It exists so that the analyzer can say so at a branch, and name <c>Where</c>.</summary>
    public static bool operator true(BoolTensor a) => throw CompiledLanguage.NotExecuted();

    /// <summary>Never usable, as <c>true</c>.</summary>
    public static bool operator false(BoolTensor a) => throw CompiledLanguage.NotExecuted();
}
