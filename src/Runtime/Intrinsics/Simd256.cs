using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>8 floats in one 256-bit vector (AVX2).</summary>
public unsafe struct Simd256(Vector256<float> value) : ISimd<Simd256>
{
    // Not readonly: a sum that is replaced as a whole changes its register.
    Vector256<float> value = value;

    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => 8;
    }

    public static Simd256 Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(Vector256<float>.Zero);
    }

    public static Simd256 Lanes
    {
        [MethodImpl(AggressiveInlining)]
        get => new(Vector256.Create(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Create(float value) => new(Vector256.Create(value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Load(ref readonly float source, nint offset) =>
        new(Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset)));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Load(ref readonly float source, nint offset, int count) =>
        count >= 8 ? new(Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset))) : new(LoadPart(Address(in source, offset), count));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 LoadMasked(ref readonly float source, nint offset, Simd256 firstLanes)
    {
        if (Avx.IsSupported) return new(Avx.MaskLoad(Address(in source, offset), firstLanes.value));
        return Load(in source, offset, BitOperations.PopCount(firstLanes.value.ExtractMostSignificantBits()));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd256 LoadStrided(ref readonly float source, nint offset, nint stride, int count)
    {
        var p = Address(in source, offset);
        return count >= 8 ? new(Gather(p, stride)) : GatherPart(p, stride, count);
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd256 LoadInt(ref readonly int source, nint offset, int count) =>
        new(Vector256.ConvertToSingle(Load(in Unsafe.As<int, float>(ref Unsafe.AsRef(in source)), offset, count).value.AsInt32()));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 LoadMask(ref readonly bool source, nint offset, int count)
    {
        ref var bytes = ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset));
        return new(~Vector256.Equals(WidenBytes(ref bytes, count), Vector256<int>.Zero).AsSingle());
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Simd256 value, ref float destination, nint offset) => value.value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    [MethodImpl(AggressiveInlining)]
    public static void Store(Simd256 value, ref float destination, nint offset, int count)
    {
        if (count >= 8) value.value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));
        else StorePart(value.value, Address(in destination, offset), count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StoreStrided(Simd256 value, ref float destination, nint offset, nint stride, int count)
    {
        var p = Address(in destination, offset);
        var lanes = value.value;
        for (var i = 0; i < Count && i < count; i++) p[i * stride] = Unsafe.Add(ref Unsafe.As<Vector256<float>, float>(ref lanes), i);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StoreInt(Simd256 value, ref int destination, nint offset, int count) =>
        Store(new(Vector256.ConvertToInt32(value.value).AsSingle()), ref Unsafe.As<int, float>(ref destination), offset, count);

    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(Simd256 mask, ref bool destination, nint offset, int count)
    {
        ref var bytes = ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref destination, offset));
        if (count >= 8) Unsafe.WriteUnaligned(ref bytes, NarrowToBytes(mask.value.AsInt32()).AsUInt64().ToScalar());
        else Simd128.StoreBytes(NarrowToBytes(mask.value.AsInt32()), ref bytes, count);
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd256 MultiplyAdd(Simd256 a, Simd256 b, Simd256 c) => new(Vector256.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(AggressiveInlining)]
    public static void MultiplyAccumulate(Simd256 a, Simd256 b, ref Simd256 sum) => sum.value = Vector256.MultiplyAddEstimate(a.value, b.value, sum.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Max(Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(Vector256.Equals(a.value, a.value), AtLeast(a, b).value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Min(Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(Vector256.Equals(a.value, a.value), AtMost(a, b).value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 AtLeast(Simd256 bound, Simd256 a) => new(Vector256.MaxNative(bound.value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 AtMost(Simd256 bound, Simd256 a) => new(Vector256.MinNative(bound.value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Abs(Simd256 a) => new(Vector256.Abs(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Sqrt(Simd256 a) => new(Vector256.Sqrt(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Floor(Simd256 a) => new(Vector256.Floor(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Round(Simd256 a) => new(Vector256.Round(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Truncate(Simd256 a) => new(Vector256.Truncate(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Equal(Simd256 a, Simd256 b) => new(Vector256.Equals(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 NotEqual(Simd256 a, Simd256 b) => new(~Vector256.Equals(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Less(Simd256 a, Simd256 b) => new(Vector256.LessThan(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 LessOrEqual(Simd256 a, Simd256 b) => new(Vector256.LessThanOrEqual(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Select(Simd256 mask, Simd256 a, Simd256 b) => new(Vector256.ConditionalSelect(mask.value, a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 FirstLanes(int count) => new(Vector256.LessThan(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7), Vector256.Create(count)).AsSingle());

    [MethodImpl(AggressiveInlining)]
    public static bool Any(Simd256 mask) => mask.value.AsInt32() != Vector256<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static float Sum(Simd256 a) => Simd128.Sum(new(a.value.GetLower() + a.value.GetUpper()));

    [MethodImpl(AggressiveInlining)]
    public static float HorizontalMax(Simd256 a) => Simd128.HorizontalMax(Simd128.Max(new(a.value.GetLower()), new(a.value.GetUpper())));

    [MethodImpl(AggressiveInlining)]
    public static float HorizontalMin(Simd256 a) => Simd128.HorizontalMin(Simd128.Min(new(a.value.GetLower()), new(a.value.GetUpper())));

    [MethodImpl(AggressiveInlining)]
    public static Simd256 Scale(Simd256 a, Simd256 n)
    {
        if (Avx512F.VL.IsSupported) return new(Avx512F.VL.Scale(a.value, n.value));
        // Two factors, because 2ⁿ alone over- or underflows before the product does.
        var whole = Vector256.ConvertToInt32(AtMost(Create(254), AtLeast(Create(-252), n)).value);
        var half = whole >> 1;
        return new(a.value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(AggressiveInlining)]
    static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(127)) << 23).AsSingle();

    [MethodImpl(AggressiveInlining)]
    public static (Simd256 Exponent, Simd256 Mantissa) Split(Simd256 a)
    {
        if (Avx512F.VL.IsSupported) return (new(Avx512F.VL.GetExponent(a.value)), new(Avx512F.VL.GetMantissa(a.value, 0)));
        var denormal = Vector256.LessThan(Vector256.Abs(a.value), Vector256.Create(1.17549435e-38f));
        var normal = Vector256.ConditionalSelect(denormal, a.value * Vector256.Create(8388608f), a.value).AsInt32();
        var exponent = ((normal >> 23) & Vector256.Create(0xFF)) - Vector256.Create(127) - (denormal.AsInt32() & Vector256.Create(23));
        return (new(Vector256.ConvertToSingle(exponent)), new(((normal & Vector256.Create(0x7FFFFF)) | Vector256.Create(0x3F800000)).AsSingle()));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd256 RandomUniform(ulong seed, long step, int stream, nint index) =>
        (index & 3) == 0 ? new(Philox.ToUniform(Philox.Blocks256(seed, step, stream, index >> 2))) : Philox.UniformUnaligned<Simd256>(seed, step, stream, index);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator +(Simd256 a, Simd256 b) => new(a.value + b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator -(Simd256 a, Simd256 b) => new(a.value - b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator *(Simd256 a, Simd256 b) => new(a.value * b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator /(Simd256 a, Simd256 b) => new(a.value / b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator -(Simd256 a) => new(-a.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator &(Simd256 a, Simd256 b) => new(a.value & b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator |(Simd256 a, Simd256 b) => new(a.value | b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator ^(Simd256 a, Simd256 b) => new(a.value ^ b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd256 operator ~(Simd256 a) => new(~a.value);

    [MethodImpl(AggressiveInlining)]
    internal static Vector256<float> LoadPart(float* p, int count)
    {
        if (Avx.IsSupported) return Avx.MaskLoad(p, FirstLanes(count).value);
        return count >= 4
            ? Vector256.Create(Vector128.Load(p), Simd128.LoadPart(p + 4, count - 4))
            : Vector256.Create(Simd128.LoadPart(p, count), Vector128<float>.Zero);
    }

    /// <remarks>In halves: the masked store of AVX is microcoded on some processors, and slower than three branches.</remarks>
    [MethodImpl(AggressiveInlining)]
    internal static void StorePart(Vector256<float> value, float* p, int count)
    {
        var part = value.GetLower();
        if (count >= 4)
        {
            part.Store(p);
            part = value.GetUpper();
            p += 4;
            count -= 4;
        }
        Simd128.StorePart(part, p, count);
    }

    [MethodImpl(AggressiveInlining)]
    internal static Vector256<float> Gather(float* p, nint stride) => Vector256.Create(Simd128.Gather(p, stride), Simd128.Gather(p + 4 * stride, stride));

    [MethodImpl(AggressiveInlining)]
    static Vector256<int> WidenBytes(ref byte source, int count) =>
        Widen(count >= 8 ? Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref source)).AsByte() : Simd128.LoadBytes(ref source, count));

    /// <summary>The first eight bytes.</summary>
    [MethodImpl(AggressiveInlining)]
    internal static Vector256<int> Widen(Vector128<byte> bytes) =>
        Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(bytes)
            : Vector256.Create(Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32(), Vector128.WidenUpper(Vector128.WidenLower(bytes)).AsInt32());

    /// <summary>1 for a lane that is set, in the first eight bytes.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector128<byte> NarrowToBytes(Vector256<int> mask)
    {
        var bits = mask & Vector256<int>.One;
        var halves = Vector128.Narrow(bits.GetLower(), bits.GetUpper());
        return Vector128.Narrow(halves, halves).AsByte();
    }

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(ref readonly float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        if (!Avx.IsSupported)
        {
            for (var i = 0; i < 8; i += 4)
            {
                for (var j = 0; j < 8; j += 4)
                {
                    Simd128.Transpose(
                        in Unsafe.Add(ref Unsafe.AsRef(in source), j * sourceStride + i), sourceStride, ref Unsafe.Add(ref destination, i * destinationStride + j), destinationStride);
                }
            }
            return;
        }
        var p = Address(in source, 0);
        // Pairs of rows that are four apart, so that afterwards only 4×4 blocks inside the halves are left to transpose.
        var a0 = Vector256.Create(Vector128.Load(p), Vector128.Load(p + 4 * sourceStride));
        var a1 = Vector256.Create(Vector128.Load(p + sourceStride), Vector128.Load(p + 5 * sourceStride));
        var a2 = Vector256.Create(Vector128.Load(p + 2 * sourceStride), Vector128.Load(p + 6 * sourceStride));
        var a3 = Vector256.Create(Vector128.Load(p + 3 * sourceStride), Vector128.Load(p + 7 * sourceStride));
        TransposeHalves(a0, a1, a2, a3, Address(in destination, 0), destinationStride);
        p += 4;
        a0 = Vector256.Create(Vector128.Load(p), Vector128.Load(p + 4 * sourceStride));
        a1 = Vector256.Create(Vector128.Load(p + sourceStride), Vector128.Load(p + 5 * sourceStride));
        a2 = Vector256.Create(Vector128.Load(p + 2 * sourceStride), Vector128.Load(p + 6 * sourceStride));
        a3 = Vector256.Create(Vector128.Load(p + 3 * sourceStride), Vector128.Load(p + 7 * sourceStride));
        TransposeHalves(a0, a1, a2, a3, Address(in destination, 4 * destinationStride), destinationStride);
    }

    [MethodImpl(AggressiveInlining)]
    static void TransposeHalves(Vector256<float> a0, Vector256<float> a1, Vector256<float> a2, Vector256<float> a3, float* p, nint stride)
    {
        var low01 = Avx.UnpackLow(a0, a1).AsDouble();
        var low23 = Avx.UnpackLow(a2, a3).AsDouble();
        var high01 = Avx.UnpackHigh(a0, a1).AsDouble();
        var high23 = Avx.UnpackHigh(a2, a3).AsDouble();
        Avx.UnpackLow(low01, low23).AsSingle().Store(p);
        Avx.UnpackHigh(low01, low23).AsSingle().Store(p + stride);
        Avx.UnpackLow(high01, high23).AsSingle().Store(p + 2 * stride);
        Avx.UnpackHigh(high01, high23).AsSingle().Store(p + 3 * stride);
    }

    static Simd256 GatherPart(float* p, nint stride, int count)
    {
        var lanes = Vector256<float>.Zero;
        for (var i = 0; i < count; i++) Unsafe.Add(ref Unsafe.As<Vector256<float>, float>(ref lanes), i) = p[i * stride];
        return new(lanes);
    }

    [MethodImpl(AggressiveInlining)]
    static float* Address(ref readonly float source, nint offset) => (float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + offset;
}
