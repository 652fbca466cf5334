using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Sinter.Runtime;

/// <summary>4 floats in one 128-bit vector (SSE, NEON).</summary>
public unsafe struct Simd128(Vector128<float> value) : ISimd<Simd128>
{
    // Not readonly: a sum that is replaced as a whole changes its register.
    Vector128<float> value = value;

    /// <summary>The first lane.</summary>
    internal float First => value.ToScalar();

    public static int Count
    {
        [MethodImpl(AggressiveInlining)]
        get => 4;
    }

    public static Simd128 Zero
    {
        [MethodImpl(AggressiveInlining)]
        get => new(Vector128<float>.Zero);
    }

    public static Simd128 Lanes
    {
        [MethodImpl(AggressiveInlining)]
        get => new(Vector128.Create(0f, 1f, 2f, 3f));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Create(float value) => new(Vector128.Create(value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Load(ref readonly float source, nint offset) =>
        new(Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset)));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Load(ref readonly float source, nint offset, int count) =>
        count >= 4 ? new(Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), offset))) : new(LoadPart(Address(in source, offset), count));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 LoadMasked(ref readonly float source, nint offset, Simd128 firstLanes)
    {
        if (Avx.IsSupported) return new(Avx.MaskLoad(Address(in source, offset), firstLanes.value));
        return Load(in source, offset, BitOperations.PopCount(firstLanes.value.ExtractMostSignificantBits()));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd128 LoadStrided(ref readonly float source, nint offset, nint stride, int count)
    {
        var p = Address(in source, offset);
        return count >= 4 ? new(Gather(p, stride)) : GatherPart(p, stride, count);
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd128 LoadInt(ref readonly int source, nint offset, int count) =>
        new(Vector128.ConvertToSingle(Load(in Unsafe.As<int, float>(ref Unsafe.AsRef(in source)), offset, count).value.AsInt32()));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 LoadMask(ref readonly bool source, nint offset, int count)
    {
        ref var bytes = ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref Unsafe.AsRef(in source), offset));
        return new(~Vector128.Equals(WidenBytes(ref bytes, count), Vector128<int>.Zero).AsSingle());
    }

    [MethodImpl(AggressiveInlining)]
    public static void Store(Simd128 value, ref float destination, nint offset) => value.value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));

    [MethodImpl(AggressiveInlining)]
    public static void Store(Simd128 value, ref float destination, nint offset, int count)
    {
        if (count >= 4) value.value.StoreUnsafe(ref Unsafe.Add(ref destination, offset));
        else StorePart(value.value, Address(in destination, offset), count);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StoreStrided(Simd128 value, ref float destination, nint offset, nint stride, int count)
    {
        var p = Address(in destination, offset);
        var lanes = value.value;
        for (var i = 0; i < Count && i < count; i++) p[i * stride] = Unsafe.Add(ref Unsafe.As<Vector128<float>, float>(ref lanes), i);
    }

    [MethodImpl(AggressiveInlining)]
    public static void StoreInt(Simd128 value, ref int destination, nint offset, int count) =>
        Store(new(Vector128.ConvertToInt32(value.value).AsSingle()), ref Unsafe.As<int, float>(ref destination), offset, count);

    [MethodImpl(AggressiveInlining)]
    public static void StoreMask(Simd128 mask, ref bool destination, nint offset, int count)
    {
        ref var bytes = ref Unsafe.As<bool, byte>(ref Unsafe.Add(ref destination, offset));
        if (count >= 4) Unsafe.WriteUnaligned(ref bytes, NarrowToBytes(mask.value.AsInt32()).AsUInt32().ToScalar());
        else StoreBytes(NarrowToBytes(mask.value.AsInt32()), ref bytes, count);
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd128 MultiplyAdd(Simd128 a, Simd128 b, Simd128 c) => new(Vector128.MultiplyAddEstimate(a.value, b.value, c.value));

    [MethodImpl(AggressiveInlining)]
    public static void MultiplyAccumulate(Simd128 a, Simd128 b, ref Simd128 sum) => sum.value = Vector128.MultiplyAddEstimate(a.value, b.value, sum.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Max(Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(Vector128.Equals(a.value, a.value), AtLeast(a, b).value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Min(Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(Vector128.Equals(a.value, a.value), AtMost(a, b).value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 AtLeast(Simd128 bound, Simd128 a) => new(Vector128.MaxNative(bound.value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 AtMost(Simd128 bound, Simd128 a) => new(Vector128.MinNative(bound.value, a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Abs(Simd128 a) => new(Vector128.Abs(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Sqrt(Simd128 a) => new(Vector128.Sqrt(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Floor(Simd128 a) => new(Vector128.Floor(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Round(Simd128 a) => new(Vector128.Round(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Truncate(Simd128 a) => new(Vector128.Truncate(a.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Equal(Simd128 a, Simd128 b) => new(Vector128.Equals(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 NotEqual(Simd128 a, Simd128 b) => new(~Vector128.Equals(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Less(Simd128 a, Simd128 b) => new(Vector128.LessThan(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 LessOrEqual(Simd128 a, Simd128 b) => new(Vector128.LessThanOrEqual(a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Select(Simd128 mask, Simd128 a, Simd128 b) => new(Vector128.ConditionalSelect(mask.value, a.value, b.value));

    [MethodImpl(AggressiveInlining)]
    public static Simd128 FirstLanes(int count) => new(Vector128.LessThan(Vector128.Create(0, 1, 2, 3), Vector128.Create(count)).AsSingle());

    [MethodImpl(AggressiveInlining)]
    public static bool Any(Simd128 mask) => mask.value.AsInt32() != Vector128<int>.Zero;

    [MethodImpl(AggressiveInlining)]
    public static float Sum(Simd128 a)
    {
        var pairs = a.value + Vector128.Shuffle(a.value, Vector128.Create(2, 3, 2, 3));
        return pairs.GetElement(0) + pairs.GetElement(1);
    }

    [MethodImpl(AggressiveInlining)]
    public static float HorizontalMax(Simd128 a)
    {
        var pairs = Max(a, new(Vector128.Shuffle(a.value, Vector128.Create(2, 3, 2, 3)))).value;
        return float.Max(pairs.GetElement(0), pairs.GetElement(1));
    }

    [MethodImpl(AggressiveInlining)]
    public static float HorizontalMin(Simd128 a)
    {
        var pairs = Min(a, new(Vector128.Shuffle(a.value, Vector128.Create(2, 3, 2, 3)))).value;
        return float.Min(pairs.GetElement(0), pairs.GetElement(1));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd128 Scale(Simd128 a, Simd128 n)
    {
        if (Avx512F.VL.IsSupported) return new(Avx512F.VL.Scale(a.value, n.value));
        // Two factors, because 2ⁿ alone over- or underflows before the product does.
        var whole = Vector128.ConvertToInt32(AtMost(Create(254), AtLeast(Create(-252), n)).value);
        var half = whole >> 1;
        return new(a.value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(AggressiveInlining)]
    static Vector128<float> PowerOfTwo(Vector128<int> n) => ((n + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(AggressiveInlining)]
    public static (Simd128 Exponent, Simd128 Mantissa) Split(Simd128 a)
    {
        if (Avx512F.VL.IsSupported) return (new(Avx512F.VL.GetExponent(a.value)), new(Avx512F.VL.GetMantissa(a.value, 0)));
        var denormal = Vector128.LessThan(Vector128.Abs(a.value), Vector128.Create(1.17549435e-38f));
        var normal = Vector128.ConditionalSelect(denormal, a.value * Vector128.Create(8388608f), a.value).AsInt32();
        var exponent = ((normal >> 23) & Vector128.Create(0xFF)) - Vector128.Create(127) - (denormal.AsInt32() & Vector128.Create(23));
        return (new(Vector128.ConvertToSingle(exponent)), new(((normal & Vector128.Create(0x7FFFFF)) | Vector128.Create(0x3F800000)).AsSingle()));
    }

    [MethodImpl(AggressiveInlining)]
    public static Simd128 RandomUniform(ulong seed, long step, int stream, nint index) =>
        (index & 3) == 0 ? new(Philox.ToUniform(Philox.Blocks128(seed, step, stream, index >> 2))) : Philox.UniformUnaligned<Simd128>(seed, step, stream, index);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator +(Simd128 a, Simd128 b) => new(a.value + b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator -(Simd128 a, Simd128 b) => new(a.value - b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator *(Simd128 a, Simd128 b) => new(a.value * b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator /(Simd128 a, Simd128 b) => new(a.value / b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator -(Simd128 a) => new(-a.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator &(Simd128 a, Simd128 b) => new(a.value & b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator |(Simd128 a, Simd128 b) => new(a.value | b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator ^(Simd128 a, Simd128 b) => new(a.value ^ b.value);

    [MethodImpl(AggressiveInlining)]
    public static Simd128 operator ~(Simd128 a) => new(~a.value);

    [MethodImpl(AggressiveInlining)]
    internal static Vector128<float> LoadPart(float* p, int count)
    {
        if (Avx.IsSupported) return Avx.MaskLoad(p, FirstLanes(count).value);
        if (count <= 0) return Vector128<float>.Zero;
        if (count == 1) return Vector128.CreateScalar(*p);
        var pair = Vector128.CreateScalar(Unsafe.ReadUnaligned<double>(p)).AsSingle();
        return count == 2 ? pair : pair.WithElement(2, p[2]);
    }

    [MethodImpl(AggressiveInlining)]
    internal static void StorePart(Vector128<float> value, float* p, int count)
    {
        if (count >= 2)
        {
            Unsafe.WriteUnaligned(p, value.AsDouble().ToScalar());
            if (count == 3) p[2] = value.GetElement(2);
        }
        else if (count == 1) *p = value.ToScalar();
    }

    [MethodImpl(AggressiveInlining)]
    internal static Vector128<float> Gather(float* p, nint stride) => Vector128.Create(p[0], p[stride], p[2 * stride], p[3 * stride]);

    [MethodImpl(AggressiveInlining)]
    static Vector128<int> WidenBytes(ref byte source, int count)
    {
        var bytes = count >= 4 ? Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref source)).AsByte() : LoadBytes(ref source, count);
        return Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
    }

    /// <summary>The first bytes, the rest 0.</summary>
    internal static Vector128<byte> LoadBytes(ref byte source, int count)
    {
        var bytes = Vector128<byte>.Zero;
        for (var i = 0; i < count; i++) Unsafe.Add(ref Unsafe.As<Vector128<byte>, byte>(ref bytes), i) = Unsafe.Add(ref source, i);
        return bytes;
    }

    /// <summary>1 for a lane that is set, in the first four bytes.</summary>
    [MethodImpl(AggressiveInlining)]
    static Vector128<byte> NarrowToBytes(Vector128<int> mask)
    {
        var bits = mask & Vector128<int>.One;
        var halves = Vector128.Narrow(bits, bits);
        return Vector128.Narrow(halves, halves).AsByte();
    }

    /// <summary>The first bytes.</summary>
    internal static void StoreBytes(Vector128<byte> bytes, ref byte destination, int count)
    {
        for (var i = 0; i < count; i++) Unsafe.Add(ref destination, i) = Unsafe.Add(ref Unsafe.As<Vector128<byte>, byte>(ref bytes), i);
    }

    [MethodImpl(AggressiveInlining)]
    public static void Transpose(ref readonly float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        var p = Address(in source, 0);
        var q = Address(in destination, 0);
        if (!Sse2.IsSupported)
        {
            for (var i = 0; i < 4; i++) Gather(p + i, sourceStride).Store(q + i * destinationStride);
            return;
        }
        var a0 = Vector128.Load(p);
        var a1 = Vector128.Load(p + sourceStride);
        var a2 = Vector128.Load(p + 2 * sourceStride);
        var a3 = Vector128.Load(p + 3 * sourceStride);
        var low01 = Sse.UnpackLow(a0, a1).AsDouble();
        var low23 = Sse.UnpackLow(a2, a3).AsDouble();
        var high01 = Sse.UnpackHigh(a0, a1).AsDouble();
        var high23 = Sse.UnpackHigh(a2, a3).AsDouble();
        Sse2.UnpackLow(low01, low23).AsSingle().Store(q);
        Sse2.UnpackHigh(low01, low23).AsSingle().Store(q + destinationStride);
        Sse2.UnpackLow(high01, high23).AsSingle().Store(q + 2 * destinationStride);
        Sse2.UnpackHigh(high01, high23).AsSingle().Store(q + 3 * destinationStride);
    }

    static Simd128 GatherPart(float* p, nint stride, int count)
    {
        var lanes = Vector128<float>.Zero;
        for (var i = 0; i < count; i++) Unsafe.Add(ref Unsafe.As<Vector128<float>, float>(ref lanes), i) = p[i * stride];
        return new(lanes);
    }

    [MethodImpl(AggressiveInlining)]
    static float* Address(ref readonly float source, nint offset) => (float*)Unsafe.AsPointer(ref Unsafe.AsRef(in source)) + offset;
}
