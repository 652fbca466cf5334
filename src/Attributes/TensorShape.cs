using System;
using System.Collections;
using System.Collections.Generic;

namespace Sinter;

/// <summary>
/// The extents of a tensor, outermost axis first: <c>x.Shape[1]</c>, <c>x.Shape[^1]</c>, <c>[.. x.Shape[..^1], heads, width]</c>. An extent counts as an
/// <see langword="int"/>; a symbolic one ("N") stays exact in arithmetic, and a comparison that depends on it is reported while compiling.
/// </summary>
public sealed class TensorShape : IReadOnlyList<int>
{
    TensorShape()
    {
    }

    /// <summary>The number of axes.</summary>
    public int Rank => throw CompiledLanguage.NotExecuted();

    /// <summary>The number of axes, as <see cref="Rank"/>.</summary>
    public int Count => throw CompiledLanguage.NotExecuted();

    /// <summary>The number of elements: the product of the extents.</summary>
    public int Size => throw CompiledLanguage.NotExecuted();

    /// <summary>The extent of an axis.</summary>
    public int this[int axis] => throw CompiledLanguage.NotExecuted();

    /// <summary>The extent of an axis, also counted from the end: <c>^1</c> is the innermost.</summary>
    public int this[Index axis] => throw CompiledLanguage.NotExecuted();

    /// <summary>The extents of neighboring axes.</summary>
    public int[] this[Range axes] => throw CompiledLanguage.NotExecuted();

    /// <summary>The extents, outermost first.</summary>
    public IEnumerator<int> GetEnumerator() => throw CompiledLanguage.NotExecuted();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
