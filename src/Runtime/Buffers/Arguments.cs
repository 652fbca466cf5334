using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Sinter.Runtime;

/// <summary>What emitted methods ask of the spans they are given: lengths that fit the declared shapes, and results that overlap nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Arguments
{
    /// <summary>
    /// The extent that an argument's length determines: (length − rest) / factor.
    /// </summary>
    /// <param name="length">The argument's number of elements.</param>
    /// <param name="factor">What one more of the extent adds to the length.</param>
    /// <param name="rest">The length when the extent is 0.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="shape">Its declared shape: "[N, 1, 28, 28]".</param>
    public static nint Extent(int length, nint factor, nint rest, string argument, string shape)
    {
        if (factor <= 0) throw new ArgumentException($"{argument} has {length} elements, from which the extents of {shape} cannot be told: another extent is 0.", argument);
        var (extent, remainder) = Math.DivRem(length - rest, factor);
        if (remainder == 0 && extent >= 0) return extent;
        var needs = rest == 0 ? $"a multiple of {factor}" : $"{rest} and a multiple of {factor}";
        throw new ArgumentException($"{argument} has {length} elements; {shape} needs {needs}.", argument);
    }

    /// <summary>Checks the length of an argument whose extents are known.</summary>
    /// <param name="length">The argument's number of elements.</param>
    /// <param name="expected">The elements of its shape.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="shape">Its declared shape.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length(int length, nint expected, string argument, string shape)
    {
        if (length != expected) ThrowLength(length, expected, argument, shape);
    }

    /// <summary>Checks an extent that is an argument of its own.</summary>
    public static void NonNegative(int extent, string argument) => ArgumentOutOfRangeException.ThrowIfNegative(extent, argument);

    /// <summary>Checks that a layer's running variance has values enough to follow: one value per channel has no variance.</summary>
    /// <param name="count">Values per channel.</param>
    /// <param name="least">So many are needed.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="argument">The argument that is too small.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Samples(nint count, int least, string layer, string argument)
    {
        if (count < least) ThrowSamples(count, least, layer, argument);
    }

    /// <summary>Checks that a result's memory is nobody else's: kernels read arguments after they began to write results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Separate(ReadOnlySpan<byte> result, ReadOnlySpan<byte> other, string resultName, string otherName)
    {
        if (result.Overlaps(other)) ThrowOverlap(resultName, otherName);
    }

    /// <summary>Checks that each number picks something: a row of a table, a class.</summary>
    /// <param name="indices">The argument.</param>
    /// <param name="bound">They are from 0 to this, exclusive.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="exempt">A number outside of the range that is allowed: a label that does not count.</param>
    public static void Indices(ReadOnlySpan<int> indices, nint bound, string argument, int? exempt = null)
    {
        // As unsigned numbers, negative ones are too large as well.
        var limit = (uint)Math.Min(bound, int.MaxValue);
        var allowed = exempt ?? 0;
        for (var i = 0; i < indices.Length; i++)
        {
            if ((uint)indices[i] >= limit && (indices[i] != allowed || exempt is null)) ThrowIndex(indices[i], i, bound, argument, exempt);
        }
    }

    static void ThrowIndex(int value, int position, nint bound, string argument, int? exempt) => throw new ArgumentOutOfRangeException(
        argument, value, $"{argument}[{position}] is {value}; it must be from 0 to {bound - 1}{(exempt is { } other && (other < 0 || other >= bound) ? $", or {other}" : "")}.");

    static void ThrowSamples(nint count, int least, string layer, string argument) =>
        throw new ArgumentException($"{layer} would take a variance over {count} {(count == 1 ? "value" : "values")} per channel; training needs at least {least}: a larger batch.", argument);

    static void ThrowLength(int length, nint expected, string argument, string shape) =>
        throw new ArgumentException($"{argument} has {length} elements; {shape} needs {expected} here.", argument);

    static void ThrowOverlap(string result, string other) =>
        throw new ArgumentException($"{result} and {other} share memory; a result needs memory of its own.", result);
}
