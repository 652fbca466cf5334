using System.Numerics;

namespace Sinter.Runtime;

/// <summary>
/// A vector of floats of one width: what kernels are generic over, so that each is written once and compiled per width
/// (<c>Simd512</c>, <c>Simd256</c>, <c>Simd128</c>). A comparison gives a vector whose lanes are all ones (true) or all zeros.
/// </summary>
/// <remarks>
/// All members are inlined; a struct around the hardware vector costs nothing. Memory must not move meanwhile (native or pinned): partial accesses go
/// through addresses.
/// </remarks>
public interface ISimd<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>, IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>, IUnaryNegationOperators<TSelf, TSelf>, IBitwiseOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ISimd<TSelf>
{
    /// <summary>Lanes: 16, 8 or 4. A constant after compilation.</summary>
    static abstract int Count { get; }

    /// <summary>All lanes 0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The lane's number: 0, 1, 2, …</summary>
    static abstract TSelf Lanes { get; }

    /// <summary>All lanes equal.</summary>
    static abstract TSelf Create(float value);

    /// <summary>Count floats from source[offset].</summary>
    static abstract TSelf Load(ref readonly float source, nint offset);

    /// <summary>The first <paramref name="count"/> lanes, the rest 0; touches no memory beyond. A full load when count ≥ Count (folds away for a constant).</summary>
    static abstract TSelf Load(ref readonly float source, nint offset, int count);

    /// <summary>The first lanes, as a mask of <see cref="FirstLanes"/> says, the rest 0; touches no memory beyond.</summary>
    static abstract TSelf LoadMasked(ref readonly float source, nint offset, TSelf firstLanes);

    /// <summary>Lanes from source[offset], source[offset + stride], …; the first <paramref name="count"/> of them, the rest 0.</summary>
    static abstract TSelf LoadStrided(ref readonly float source, nint offset, nint stride, int count);

    /// <summary>int32 elements converted to float.</summary>
    static abstract TSelf LoadInt(ref readonly int source, nint offset, int count);

    /// <summary>Bytes (0 or 1) as a mask.</summary>
    static abstract TSelf LoadMask(ref readonly bool source, nint offset, int count);

    static abstract void Store(TSelf value, ref float destination, nint offset);

    /// <summary>Writes the first <paramref name="count"/> lanes and nothing else.</summary>
    static abstract void Store(TSelf value, ref float destination, nint offset, int count);

    /// <summary>destination[offset + i·stride] = lane i, for the first <paramref name="count"/> lanes.</summary>
    static abstract void StoreStrided(TSelf value, ref float destination, nint offset, nint stride, int count);

    /// <summary>Lanes that are integers as int32 elements, the first <paramref name="count"/> of them; NaN as 0, what does not fit as the nearest int32.</summary>
    static abstract void StoreInt(TSelf value, ref int destination, nint offset, int count);

    /// <summary>A mask as bytes, 0 or 1: its first <paramref name="count"/> lanes.</summary>
    static abstract void StoreMask(TSelf mask, ref bool destination, nint offset, int count);

    /// <summary>a·b + c, rounded once where the hardware can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>
    /// sum += a·b, rounded once where the hardware can. In loops this is the one to use: the sum stays in its register, while the result of <see cref="MultiplyAdd"/> comes in another
    /// one, and is moved back in each step.
    /// </summary>
    static abstract void MultiplyAccumulate(TSelf a, TSelf b, ref TSelf sum);

    /// <summary>The larger; NaN wins.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The smaller; NaN wins.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>Max for a <paramref name="bound"/> that is never NaN: one instruction. NaN in <paramref name="a"/> wins.</summary>
    static abstract TSelf AtLeast(TSelf bound, TSelf a);

    /// <summary>Min for a <paramref name="bound"/> that is never NaN: one instruction. NaN in <paramref name="a"/> wins.</summary>
    static abstract TSelf AtMost(TSelf bound, TSelf a);

    static abstract TSelf Abs(TSelf a);

    static abstract TSelf Sqrt(TSelf a);

    static abstract TSelf Floor(TSelf a);

    /// <summary>The nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf a);

    /// <summary>Toward zero.</summary>
    static abstract TSelf Truncate(TSelf a);

    static abstract TSelf Equal(TSelf a, TSelf b);

    static abstract TSelf NotEqual(TSelf a, TSelf b);

    static abstract TSelf Less(TSelf a, TSelf b);

    static abstract TSelf LessOrEqual(TSelf a, TSelf b);

    /// <summary>Where the mask is set a, elsewhere b.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The first <paramref name="count"/> lanes set.</summary>
    static abstract TSelf FirstLanes(int count);

    /// <summary>Whether any lane of a mask is set.</summary>
    static abstract bool Any(TSelf mask);

    /// <summary>The sum of the lanes in a fixed order (pairwise halves).</summary>
    static abstract float Sum(TSelf a);

    /// <summary>The largest lane; NaN wins.</summary>
    static abstract float HorizontalMax(TSelf a);

    /// <summary>The smallest lane; NaN wins.</summary>
    static abstract float HorizontalMin(TSelf a);

    /// <summary>2ⁿ·a for an integral n in each lane (underflow gradual, overflow to ∞): what exp ends with.</summary>
    static abstract TSelf Scale(TSelf a, TSelf n);

    /// <summary>The unbiased exponent and the mantissa in [1, 2) of each lane, denormals included: what log begins with.</summary>
    static abstract (TSelf Exponent, TSelf Mantissa) Split(TSelf a);

    /// <summary>Uniform numbers in [0, 1) for elements index, index + 1, …: <c>Philox</c>'s, lane by lane.</summary>
    static abstract TSelf RandomUniform(ulong seed, long step, int stream, nint index);

    /// <summary>destination[i·destinationStride + j] = source[j·sourceStride + i] for i, j in 0 … Count − 1: a transposed tile, in registers.</summary>
    static abstract void Transpose(ref readonly float source, nint sourceStride, ref float destination, nint destinationStride);
}
