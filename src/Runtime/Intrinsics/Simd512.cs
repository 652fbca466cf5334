using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>16 floats in one 512-bit vector (AVX-512).</summary>
public unsafe struct Simd512(Vector512<float> value) : ISimd<Simd512>
{
    // Not readonly: a sum that is replaced as a whole changes its register.
    Vector512<float> value = value;

    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => 16;
    }

    public static Simd512 Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(Vector512<float>.Zero);
    }

    public static Simd512 Lanes
    {
        [MethodImpl(AggressiveInlining)]
        get => new(Vector512.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f, 10f, 11f, 12f, 13f, 14f, 15f));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Create(float value) => new(Vector512.Create(value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Load(ref readonly float source, nint offset) =>
        new(Vector512.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset)));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Load(ref readonly float source, nint offset, int count) =>
        count >= 16 ? new(Vector512.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset))) : new(LoadPart(Address(in source, offset), count));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 LoadMasked(ref readonly float source, nint offset, Simd512 firstLanes)
    {
#if NET10_0_OR_GREATER
        if (Avx512F.IsSupported) return new(Avx512F.MaskLoad(Address(in source, offset), firstLanes.value, Vector512<float>.Zero));
#endif
        return Load(in source, offset, BitOperations.PopCount((uint)firstLanes.value.ExtractMostSignificantBits()));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd512 LoadStrided(ref readonly float source, nint offset, nint stride, int count)
    {
        var p = Address(in source, offset);
        return count >= 16 ? new(Gather(p, stride)) : GatherPart(p, stride, count);
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd512 LoadInt(ref readonly int source, nint offset, int count) =>
        new(Vector512.ConvertToSingle(Load(in Unsafe.As<int, float>(ref Unsafe.AsRef(in source)), offset, count).value.AsInt32()));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 LoadMask(ref readonly bool source, nint offset, int count)
    {
        ref var bytes = ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset));
        return new(~Vector512.Equals(WidenBytes(ref bytes, count), Vector512<int>.Zero).AsSingle());
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Simd512 value, ref float destination, nint offset) => value.value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    [MethodImpl(AggressiveInlining)]
    public static void Store(Simd512 value, ref float destination, nint offset, int count)
    {
        if (count >= 16) value.value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));
        else StorePart(value.value, Address(in destination, offset), count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StoreStrided(Simd512 value, ref float destination, nint offset, nint stride, int count)
    {
        var p = Address(in destination, offset);
        var lanes = value.value;
        for (var i = 0; i < Count && i < count; i++) p[i * stride] = Unsafe.Add(ref Unsafe.As<Vector512<float>, float>(ref lanes), i);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StoreInt(Simd512 value, ref int destination, nint offset, int count) =>
        Store(new(Vector512.ConvertToInt32(value.value).AsSingle()), ref Unsafe.As<int, float>(ref destination), offset, count);

    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(Simd512 mask, ref bool destination, nint offset, int count)
    {
        ref var bytes = ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref destination, offset));
        if (count >= 16) NarrowToBytes(mask.value.AsInt32()).StoreUnsafe(ref bytes);
        else Simd128.StoreBytes(NarrowToBytes(mask.value.AsInt32()), ref bytes, count);
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 a, Simd512 b, Simd512 c) => new(Vector512.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(AggressiveInlining)]
    public static void MultiplyAccumulate(Simd512 a, Simd512 b, ref Simd512 sum) => sum.value = Vector512.MultiplyAddEstimate(a.value, b.value, sum.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Max(Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(Vector512.Equals(a.value, a.value), AtLeast(a, b).value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Min(Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(Vector512.Equals(a.value, a.value), AtMost(a, b).value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 AtLeast(Simd512 bound, Simd512 a) => new(Vector512.MaxNative(bound.value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 AtMost(Simd512 bound, Simd512 a) => new(Vector512.MinNative(bound.value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Abs(Simd512 a) => new(Vector512.Abs(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Sqrt(Simd512 a) => new(Vector512.Sqrt(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Floor(Simd512 a) => new(Vector512.Floor(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Round(Simd512 a) => new(Vector512.Round(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Truncate(Simd512 a) => new(Vector512.Truncate(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Equal(Simd512 a, Simd512 b) => new(Vector512.Equals(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 NotEqual(Simd512 a, Simd512 b) => new(~Vector512.Equals(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Less(Simd512 a, Simd512 b) => new(Vector512.LessThan(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 LessOrEqual(Simd512 a, Simd512 b) => new(Vector512.LessThanOrEqual(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Select(Simd512 mask, Simd512 a, Simd512 b) => new(Vector512.ConditionalSelect(mask.value, a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 FirstLanes(int count) => new(Vector512.LessThan(Vector512.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15), Vector512.Create(count)).AsSingle());

    [MethodImpl(AggressiveInlining)]
    public static bool Any(Simd512 mask) => mask.value.AsInt32() != Vector512<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static float Sum(Simd512 a) => Simd256.Sum(new(a.value.GetLower() + a.value.GetUpper()));

    [MethodImpl(AggressiveInlining)]
    public static float HorizontalMax(Simd512 a) => Simd256.HorizontalMax(Simd256.Max(new(a.value.GetLower()), new(a.value.GetUpper())));

    [MethodImpl(AggressiveInlining)]
    public static float HorizontalMin(Simd512 a) => Simd256.HorizontalMin(Simd256.Min(new(a.value.GetLower()), new(a.value.GetUpper())));

    [MethodImpl(AggressiveInlining)]
    public static Simd512 Scale(Simd512 a, Simd512 n)
    {
        if (Avx512F.IsSupported) return new(Avx512F.Scale(a.value, n.value));
        // Two factors, because 2ⁿ alone over- or underflows before the product does.
        var whole = Vector512.ConvertToInt32(AtMost(Create(254), AtLeast(Create(-252), n)).value);
        var half = whole >> 1;
        return new(a.value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(AggressiveInlining)]
    static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(AggressiveInlining)]
    public static (Simd512 Exponent, Simd512 Mantissa) Split(Simd512 a)
    {
        if (Avx512F.IsSupported) return (new(Avx512F.GetExponent(a.value)), new(Avx512F.GetMantissa(a.value, 0)));
        var denormal = Vector512.LessThan(Vector512.Abs(a.value), Vector512.Create(1.17549435e-38f));
        var normal = Vector512.ConditionalSelect(denormal, a.value * Vector512.Create(8388608f), a.value).AsInt32();
        var exponent = ((normal >> 23) & Vector512.Create(0xFF)) - Vector512.Create(127) - (denormal.AsInt32() & Vector512.Create(23));
        return (new(Vector512.ConvertToSingle(exponent)), new(((normal & Vector512.Create(0x7FFFFF)) | Vector512.Create(0x3F800000)).AsSingle()));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd512 RandomUniform(ulong seed, long step, int stream, nint index) =>
        (index & 3) == 0 ? new(Philox.ToUniform(Philox.Blocks512(seed, step, stream, index >> 2))) : Philox.UniformUnaligned<Simd512>(seed, step, stream, index);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator +(Simd512 a, Simd512 b) => new(a.value + b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator -(Simd512 a, Simd512 b) => new(a.value - b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator *(Simd512 a, Simd512 b) => new(a.value * b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator /(Simd512 a, Simd512 b) => new(a.value / b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator -(Simd512 a) => new(-a.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator &(Simd512 a, Simd512 b) => new(a.value & b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator |(Simd512 a, Simd512 b) => new(a.value | b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator ^(Simd512 a, Simd512 b) => new(a.value ^ b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd512 operator ~(Simd512 a) => new(~a.value);

    [MethodImpl(AggressiveInlining)]
    static Vector512<float> LoadPart(float* p, int count)
    {
#if NET10_0_OR_GREATER
        if (Avx512F.IsSupported) return Avx512F.MaskLoad(p, FirstLanes(count).value, Vector512<float>.Zero);
#endif
        return count >= 8
            ? Vector512.Create(Vector256.Load(p), Simd256.LoadPart(p + 8, count - 8))
            : Vector512.Create(Simd256.LoadPart(p, count), Vector256<float>.Zero);
    }

    [MethodImpl(AggressiveInlining)]
    static void StorePart(Vector512<float> value, float* p, int count)
    {
#if NET10_0_OR_GREATER
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(p, FirstLanes(count).value, value);
            return;
        }
#endif
        var part = value.GetLower();
        if (count >= 8)
        {
            part.Store(p);
            part = value.GetUpper();
            p += 8;
            count -= 8;
        }
        Simd256.StorePart(part, p, count);
    }

    [MethodImpl(AggressiveInlining)]
    static Vector512<float> Gather(float* p, nint stride) => Vector512.Create(Simd256.Gather(p, stride), Simd256.Gather(p + 8 * stride, stride));

    [MethodImpl(AggressiveInlining)]
    static Vector512<int> WidenBytes(ref byte source, int count)
    {
        var bytes = count >= 16 ? Vector128.LoadUnsafe(ref source) : Simd128.LoadBytes(ref source, count);
        return Avx512F.IsSupported ? Avx512F.ConvertToVector512Int32(bytes) : Vector512.Create(Simd256.Widen(bytes), Simd256.Widen(Vector128.Shuffle(bytes, Vector128.Create((byte)8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15))));
    }

    /// <summary>1 for a lane that is set.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector128<byte> NarrowToBytes(Vector512<int> mask)
    {
        var bits = mask & Vector512<int>.One;
        if (Avx512F.IsSupported) return Avx512F.ConvertToVector128Byte(bits);
        var halves = Vector256.Narrow(bits.GetLower(), bits.GetUpper());
        return Vector128.Narrow(halves.GetLower(), halves.GetUpper()).AsByte();
    }

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(ref readonly float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        for (var i = 0; i < 16; i += 8)
        {
            for (var j = 0; j < 16; j += 8)
            {
                Simd256.Transpose(
                    in Unsafe.Add(ref Unsafe.AsRef(in source), j * sourceStride + i), sourceStride, ref Unsafe.Add(ref destination, i * destinationStride + j), destinationStride);
            }
        }
    }

    static Simd512 GatherPart(float* p, nint stride, int count)
    {
        var lanes = Vector512<float>.Zero;
        for (var i = 0; i < count; i++) Unsafe.Add(ref Unsafe.As<Vector512<float>, float>(ref lanes), i) = p[i * stride];
        return new(lanes);
    }

    [MethodImpl(AggressiveInlining)]
    static float* Address(ref readonly float source, nint offset) => (float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + offset;
}
